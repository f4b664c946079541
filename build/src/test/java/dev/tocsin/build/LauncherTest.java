package dev.tocsin.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the launcher in a folder of its own, with a Java and a Maven that only write down how they
/// were called. Every path has a space in it.
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      for argument; do
        printf '%s\\n' "$argument"
        case $argument in
          --train) [ -z "$BREAK_TRAINING" ] || exit 1 ;;
          -XX:AOTCacheOutput=*) echo cache >"${argument#*=}" ;;
        esac
      done
      """;

  private static final String MAVEN =
      """
      #!/bin/sh
      echo "$*" >>maven-calls
      [ -z "$BREAK_BUILD" ] || { echo "the compiler said no"; exit 1; }
      for module in cli marketplace sandbox; do
        mkdir -p $module/target/lib
        echo jar >$module/target/tocsin-$module-0.1.0.jar
        echo jar >$module/target/lib/some-library.jar
      done
      """;

  private record Outcome(int exitCode, String output) {}

  @TempDir private Path temporary;
  private Path root;
  private Path jdk;

  @BeforeEach
  void prepare() throws IOException {
    root = Files.createDirectories(temporary.resolve("my shop/tocsin"));
    String launcher = Files.readString(TidyTest.root().resolve("tocsin"));
    // No JDK of this machine may be found behind the test's back.
    launcher =
        launcher.replaceAll(
            "/(usr/lib/jv[m]|opt|usr/local|Library/Java/[^ ]*Home)(/\\*)?( |;)", "/none$3");
    program(root.resolve("tocsin"), launcher);
    jdk = jdk("jdks/a jdk", "25.0.3");
    program(temporary.resolve("bin/mvn"), MAVEN);
    Files.createDirectories(root.resolve("cli/src/main"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
  }

  private Path jdk(String folder, String version) throws IOException {
    Path made = temporary.resolve(folder);
    program(made.resolve("bin/java"), JAVA);
    program(made.resolve("bin/javac"), JAVA);
    Files.writeString(made.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    return made;
  }

  private static void program(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true));
  }

  private Outcome run(Map<String, String> environment, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(root.resolve("tocsin").toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", temporary.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().put("HOME", temporary.toString());
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  private Outcome run(String... arguments) throws Exception {
    return run(Map.of(), arguments);
  }

  private long mavenCalls() throws IOException {
    Path calls = root.resolve("maven-calls");
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  @Test
  void theServerIsBuiltOnceTrainedOnceAndThenOnlyStarted() throws Exception {
    Outcome first = run("server", "--port", "0", "a b");
    assertEquals(0, first.exitCode(), first.output());
    assertTrue(first.output().contains("building, about a minute"), first.output());
    assertTrue(first.output().contains("preparing a faster start"), first.output());
    Outcome second = run("server", "--port", "0", "a b");
    List<String> lines = second.output().lines().toList();
    int main = lines.indexOf("dev.tocsin.server.Main");
    assertEquals(List.of("--port", "0", "a b"), lines.subList(main + 1, lines.size()));
    assertTrue(lines.contains("-Dtocsin.home=" + root.toRealPath()), second.output());
    assertTrue(second.output().contains("-XX:AOTCache=" + root.toRealPath() + "/.tocsin/server-"));
    assertFalse(second.output().contains("tocsin: "), second.output());
    assertEquals(1, mavenCalls());
  }

  @Test
  void aChangedSourceIsBuiltAgain() throws Exception {
    run("server");
    run("server");
    assertEquals(1, mavenCalls());
    var built = Files.getLastModifiedTime(root.resolve(".tocsin/built")).toInstant();
    Path source = Files.writeString(root.resolve("cli/src/main/A.java"), "class A {}");
    Files.setLastModifiedTime(source, FileTime.from(built.plusSeconds(5)));
    assertTrue(run("server").output().contains("building what has changed"));
    assertEquals(2, mavenCalls());
  }

  @Test
  void whenTheTrainingFailsTheServerStartsWithoutItAndSaysSoOnce() throws Exception {
    Outcome first = run(Map.of("BREAK_TRAINING", "yes"), "server");
    assertEquals(0, first.exitCode(), first.output());
    assertTrue(first.output().contains("no faster start this time"), first.output());
    Outcome second = run("server");
    assertFalse(second.output().contains("tocsin: "), second.output());
    assertFalse(second.output().contains("-XX:AOTCache="), second.output());
    assertTrue(second.output().contains("dev.tocsin.server.Main"), second.output());
  }

  @Test
  void aFailedBuildShowsWhatTheCompilerSaid() throws Exception {
    Outcome outcome = run(Map.of("BREAK_BUILD", "yes"), "server");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.output().contains("the compiler said no"), outcome.output());
    assertTrue(outcome.output().contains("build.log"), outcome.output());
    assertFalse(Files.exists(root.resolve(".tocsin/lock")));
    assertEquals(0, run("server").exitCode());
  }

  @Test
  void otherWordsGoToTheCommandLine() throws Exception {
    run("build");
    List<String> lines = run("check", "rules file.yml").output().lines().toList();
    assertEquals(
        List.of("dev.tocsin.cli.Main", "check", "rules file.yml"),
        lines.subList(lines.size() - 3, lines.size()));
  }

  @Test
  void theUsersJavaOptionsComeAfterOurs() throws Exception {
    var options = Map.of("TOCSIN_JAVA_OPTIONS", "-Xmx1g -Da=b");
    List<String> lines = run(options, "demo").output().lines().toList();
    assertTrue(lines.indexOf("-Xmx512m") < lines.indexOf("-Xmx1g"), lines.toString());
    assertTrue(lines.contains("-Da=b"), lines.toString());
  }

  @Test
  void anOldJavaHomeIsPassedOverForANewerJdkInAUsualFolder() throws Exception {
    Path old = jdk("old", "17.0.15");
    jdk(".sdkman/candidates/java/25.0.1-tem", "25.0.1");
    Outcome outcome = run(Map.of("JAVA_HOME", old.toString()), "server");
    assertEquals(0, outcome.exitCode(), outcome.output());
  }

  @Test
  void theJdkOnThePathIsTaken() throws Exception {
    String path = jdk.resolve("bin") + ":" + temporary.resolve("bin") + ":/usr/bin:/bin";
    Outcome outcome = run(Map.of("JAVA_HOME", "", "PATH", path), "server");
    assertEquals(0, outcome.exitCode(), outcome.output());
  }

  @Test
  void withoutAJdkOneSentenceSaysWhatToInstall() throws Exception {
    Path old = jdk("old", "17.0.15");
    String path = old.resolve("bin") + ":" + temporary.resolve("bin") + ":/usr/bin:/bin";
    Outcome outcome = run(Map.of("JAVA_HOME", old.toString(), "PATH", path), "server");
    assertEquals(1, outcome.exitCode());
    assertEquals(1, outcome.output().lines().count(), outcome.output());
    assertTrue(outcome.output().contains("no JDK 25 or newer was found"), outcome.output());
    assertTrue(outcome.output().contains("JAVA_HOME"), outcome.output());
  }

  @Test
  void theSummaryCountsTheReportsOfAllModules() throws Exception {
    report("a", "tests=\"5\" errors=\"1\" skipped=\"1\" failures=\"1\"");
    report("b", "tests=\"10\" errors=\"0\" skipped=\"0\" failures=\"0\"");
    assertEquals("12 passed, 2 failed, 1 skipped\n", run("summary").output());
  }

  private void report(String module, String counts) throws IOException {
    Path folder = Files.createDirectories(root.resolve(module + "/target/surefire-reports"));
    Files.writeString(
        folder.resolve("TEST-x.xml"),
        "<?xml version=\"1.0\"?>\n<testsuite name=\"x\" time=\"1.5\" %s>\n".formatted(counts));
  }

  @Test
  void helpListsTheCommands() throws Exception {
    Outcome outcome = run("--help");
    assertEquals(0, outcome.exitCode());
    assertTrue(outcome.output().contains("./tocsin demo"), outcome.output());
    assertEquals(outcome.output(), run().output());
  }
}

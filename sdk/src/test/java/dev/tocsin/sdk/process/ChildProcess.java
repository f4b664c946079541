package dev.tocsin.sdk.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real JVM that runs a main class of the tests, to be killed.
public final class ChildProcess implements AutoCloseable {

  private static final int MAX_SECONDS = 60;

  private final Process process;
  private final Path output;

  private ChildProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  public static ChildProcess start(Class<?> main, String... arguments) throws IOException {
    // A parent that ignores a signal hands that on; a child that cannot be told to end proves
    // nothing.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,TERM"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-Dtest.log.level=INFO", "-cp", classPath()));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("tocsin-child", ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new ChildProcess(process, output);
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// What follows the word on its line, once the process has said it.
  public String said(String word) {
    return output()
        .lines()
        .filter(line -> line.startsWith(word + " "))
        .findFirst()
        .map(line -> line.substring(word.length() + 1))
        .orElse("");
  }

  public void terminate() {
    process.destroy();
  }

  public void interrupt() throws IOException, InterruptedException {
    int status = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    if (status != 0) {
      throw new AssertionError("kill -INT failed");
    }
  }

  public int exitStatus() throws InterruptedException {
    if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("The process does not end:\n" + output());
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(output);
  }
}

package dev.tocsin.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxMainTest {
  private static final int STOPPED_BY_SIGTERM = 143;

  private static Process run(String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add(SandboxMain.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  @Test
  void itSaysWhereItListensAndStopsWhenItIsTold() throws Exception {
    Process process = run("--port", "0", "--smtp-port", "0");
    try (var output = process.inputReader()) {
      String line = output.readLine();
      assertTrue(line.matches("sandbox ready http=\\d+ smtp=\\d+"), line);
      process.destroy();
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
      assertEquals(STOPPED_BY_SIGTERM, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void wrongArgumentsEndItWithOneSentence() throws Exception {
    Process process = run("--prot", "1");
    try (var output = process.inputReader()) {
      String line = output.readLine();
      assertTrue(line.startsWith("sandbox: unknown option '--prot'"), line);
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
      assertEquals(2, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aTakenPortIsNamedTogetherWithTheRemedy() throws Exception {
    try (var first = Sandbox.start(SandboxOptions.ephemeral())) {
      var http =
          assertThrows(
              IOException.class,
              () -> Sandbox.start(new SandboxOptions(first.httpPort(), 0, null)));
      assertTrue(http.getMessage().contains(first.httpPort() + ""), http.getMessage());
      assertTrue(http.getMessage().contains("--port"), http.getMessage());
      var smtp =
          assertThrows(
              IOException.class,
              () -> Sandbox.start(new SandboxOptions(0, first.smtpPort(), null)));
      assertTrue(smtp.getMessage().contains("--smtp-port"), smtp.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--port, needs a value",
    "--port x, from 0 to 65535",
    "--smtp-port 65536, from 0 to 65535",
    "--colour red, unknown option",
  })
  void everyWrongArgumentHasASentence(String arguments, String words) {
    var failure =
        assertThrows(
            IllegalArgumentException.class, () -> SandboxOptions.parse(arguments.split(" ")));

    assertTrue(failure.getMessage().contains(words), failure.getMessage());
  }

  @Test
  void optionsHaveDefaultsAndNeverPrintTheToken() {
    assertEquals(new SandboxOptions(9090, 2525, null), SandboxOptions.parse());
    var options = SandboxOptions.parse("--port", "1", "--smtp-port", "2", "--webhook-token", "s3");
    assertEquals(new SandboxOptions(1, 2, "s3"), options);
    assertFalse(options.toString().contains("s3"));
  }
}

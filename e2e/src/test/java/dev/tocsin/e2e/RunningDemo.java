package dev.tocsin.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/// `tocsin demo` on free ports, and what it printed about itself.
final class RunningDemo implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long POLL_MILLIS = 100;

  private final Process process;
  private final Path log;

  private RunningDemo(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static RunningDemo start(Path folder) throws Exception {
    var log = folder.resolve("demo.log");
    var data = folder.resolve("data").toString();
    var process =
        Programs.tocsin("demo", "--free-ports", "--data", data)
            .redirectOutput(log.toFile())
            .start();
    var demo = new RunningDemo(process, log);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!demo.output().contains("Ctrl-C")) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("the demo does not start:\n" + demo.output());
      }
      process.waitFor(Duration.ofMillis(POLL_MILLIS));
    }
    return demo;
  }

  private String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String find(String pattern) {
    var match = Pattern.compile(pattern).matcher(output());
    if (!match.find()) {
      throw new IllegalStateException("not printed: " + pattern + "\n" + output());
    }
    return match.group(1);
  }

  String server() {
    return find("(http\\S+)/admin/operations");
  }

  String password() {
    return find("password (\\S+)");
  }

  String marketplace() {
    return find("the shop\\s+(http\\S+)/");
  }

  String switchToken() {
    return find("\\(token (\\S+)\\)");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}

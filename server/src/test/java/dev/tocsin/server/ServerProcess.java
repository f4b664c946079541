package dev.tocsin.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The server as a process of its own, which can be killed.
final class ServerProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final CompletableFuture<String> errors;

  /// How a process ended.
  record End(int code, String output, String errors) {}

  private ServerProcess(Process process) {
    this.process = process;
    // Not on the common pool, which may have one thread: several processes write side by side.
    this.errors =
        CompletableFuture.supplyAsync(
            () -> text(process.getErrorStream()), Thread::startVirtualThread);
  }

  /// @param folder where it runs; its files are not those of this project
  static ServerProcess start(Path folder, String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.equals("DATABASE_URL"));
    return new ServerProcess(builder.start());
  }

  /// Runs with a configuration until it ends by itself.
  static End run(Path folder, String yaml) throws Exception {
    Files.writeString(folder.resolve("tocsin.yml"), yaml);
    try (var running = start(folder)) {
      return running.end();
    }
  }

  End end() throws InterruptedException, TimeoutException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new TimeoutException("the server still runs");
    }
    return new End(process.exitValue(), text(process.getInputStream()), errors.join());
  }

  /// Waits, at most so long, for the process to end.
  boolean endsWithin(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  private static String text(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Kills it, like `kill -9`, if it still runs.
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

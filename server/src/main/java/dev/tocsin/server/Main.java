package dev.tocsin.server;

import dev.tocsin.server.config.ConfigException;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.DatabaseException;
import dev.tocsin.server.http.HttpListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The process around a [Server]: arguments, exit codes, signals. Nothing else knows of them.
public final class Main {
  private static final String USUAL_FILE = "tocsin.yml";
  private static final String LOG_FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n";
  private static final int USAGE = 2;

  /// Libraries that tell of every ordinary step at the level that we use for what matters.
  private static final List<Logger> TALKATIVE =
      List.of(Logger.getLogger("com.zaxxer.hikari"), Logger.getLogger("io.helidon"));

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  /// Runs until it is told to stop.
  ///
  /// @return the exit code: 0 after a stop, 1 when it cannot run, 2 for arguments that it does not
  ///   know
  public static int run(List<String> arguments) {
    if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
      System.setProperty("java.util.logging.SimpleFormatter.format", LOG_FORMAT);
    }
    TALKATIVE.forEach(it -> it.setLevel(Level.WARNING));
    if (arguments.equals(List.of("--train"))) {
      return Training.run();
    }
    if (!arguments.isEmpty() && !(arguments.size() == 2 && arguments.get(0).equals("--config"))) {
      System.err.println("usage: tocsin server [--config FILE]");
      return USAGE;
    }
    if (!System.getenv().containsKey("DATABASE_URL")) {
      Database.loadAhead();
    }
    try {
      serve(options(arguments.isEmpty() ? null : Path.of(arguments.get(1))));
      return 0;
    } catch (ConfigException
        | DataFolder.UnusableException
        | DatabaseException
        | HttpListener.PortTakenException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static ServerOptions options(@Nullable Path file) {
    if (file == null && !Files.exists(Path.of(USUAL_FILE))) {
      return ServerOptions.defaults(System.getenv());
    }
    return ServerOptions.read(file == null ? Path.of(USUAL_FILE) : file, System.getenv());
  }

  private static void serve(ServerOptions options) {
    long startNanos = System.nanoTime();
    var server = new Server(options, InstantSource.system());
    var stopped = new CountDownLatch(1);
    var stopping =
        new Thread(
            () -> {
              server.stop();
              stopped.countDown();
            },
            "stop");
    server.start();
    Runtime.getRuntime().addShutdownHook(stopping);
    server
        .generatedPassword()
        .ifPresent(
            it ->
                System.out.println(
                    "The first administrator is \"admin\" with the password "
                        + it.reveal()
                        + " (it is not shown again)"));
    System.out.printf(
        "Tocsin is ready on port %d after %.2f s%n",
        server.port(), (System.nanoTime() - startNanos) / 1e9);
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A short life on a folder of its own, which shows the JVM what a start needs.
  private static final class Training {
    static int run() {
      try {
        var folder = Files.createTempDirectory("tocsin-train");
        try {
          TrainingRun.live(folder);
        } finally {
          remove(folder);
        }
        return 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void remove(Path folder) throws IOException {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}

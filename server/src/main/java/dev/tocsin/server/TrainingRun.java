package dev.tocsin.server;

import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Starts a server, asks it for what a start and a first visitor need, and stops it, so that the
/// JVM can keep the loaded classes in its cache.
final class TrainingRun {
  private static final List<String> PATHS =
      List.of("/health/ready", "/health/live", "/metrics", "/status", "/sign-in", "/api/v1/status");
  private static final int ROUNDS = 3;

  private TrainingRun() {}

  static void live(Path folder) {
    var yaml =
        """
        server: {port: 0}
        data: {folder: "%s"}
        account: {admin_password: only-for-training}
        """
            .formatted(folder);
    var settings = ConfigFile.parse("training", yaml, Map.of(), new Problems());
    var server = new Server(ServerOptions.read(settings, Map.of()), InstantSource.system());
    server.start();
    try (var client = HttpClient.newHttpClient()) {
      for (int round = 0; round < ROUNDS; round++) {
        for (var path : PATHS) {
          var address = URI.create("http://127.0.0.1:" + server.port() + path);
          client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      server.stop();
    }
  }
}

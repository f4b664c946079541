package dev.tocsin.sdk.spring;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.process.ChildProcess;
import dev.tocsin.sdk.process.SentryStub;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shop as a real process, killed.
class ApplicationProcessTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int STATUS_OF_SIGTERM = 143;

  @TempDir private Path folder;

  @Test
  void onSigtermReadinessFallsFirstThenRequestsDrainThenSchedulersStopThenTelemetryGoesOut()
      throws Exception {
    Path sign = folder.resolve("sign");
    int opsPort = freePort();
    try (ChildProcess process =
        ChildProcess.start(
            FailingShop.class,
            "--server.port=0",
            "--tocsin.ops.port=" + opsPort,
            "--shop.sign=" + sign)) {
      await().atMost(PATIENCE).until(() -> !process.said("port").isEmpty());
      int port = Integer.parseInt(process.said("port"));
      assertEquals(200, get(opsPort, "/readyz").statusCode());
      CompletableFuture<HttpResponse<String>> slow =
          HttpClient.newHttpClient().sendAsync(request(port, "/slow"), BodyHandlers.ofString());
      await().atMost(PATIENCE).until(() -> process.output().contains("step slow begins"));

      process.terminate();

      await().atMost(PATIENCE).until(() -> get(opsPort, "/readyz").statusCode() == 503);
      await().atMost(PATIENCE).until(() -> refuses(port));
      Path made = Files.createFile(sign);
      assertTrue(Files.exists(made));
      assertEquals("served", slow.get().body());
      assertEquals(STATUS_OF_SIGTERM, process.exitStatus(), process.output());
      assertEquals(
          List.of("step slow begins", "step slow ends", "step schedulers", "step flush"),
          process.output().lines().filter(line -> line.startsWith("step ")).toList());
    }
  }

  @Test
  void aThreadThatDiesEndsTheApplicationAfterItsReport() throws Exception {
    try (SentryStub sentry = new SentryStub();
        ChildProcess process =
            ChildProcess.start(
                FailingShop.class,
                "--server.port=0",
                "--tocsin.error.sentry.dsn=" + sentry.dsn())) {
      await().atMost(PATIENCE).until(() -> !process.said("port").isEmpty());
      int port = Integer.parseInt(process.said("port"));
      assertEquals("crashing", get(port, "/crash").body());

      assertEquals(1, process.exitStatus(), process.output());
      assertTrue(process.output().contains("Unhandled failure in thread settlement"));
      assertTrue(process.output().contains("step flush"), process.output());
      assertTrue(sentry.everything().contains("settlement thread died"));
    }
  }

  private static boolean refuses(int port) throws Exception {
    try {
      get(port, "/fine");
      return false;
    } catch (ConnectException e) {
      return true;
    }
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return HttpClient.newHttpClient().send(request(port, path), BodyHandlers.ofString());
  }

  private static HttpRequest request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}

package dev.tocsin.sdk.shutdown;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.sdk.process.ChildProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// A real server process that is told to end while a request is in work.
class ShutdownProcessTest {

  private static final int STATUS_OF_SIGINT = 130;
  private static final int STATUS_OF_SIGTERM = 143;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> ORDER =
      List.of(
          "step readiness",
          "step drain",
          "active 0",
          "step schedulers true",
          "step flush",
          "step close");

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void onSigtermTheRequestInWorkIsFinishedWhileNewOnesAreRefused() throws Exception {
    try (ChildProcess process = ChildProcess.start(ServingMain.class)) {
      CompletableFuture<HttpResponse<String>> slow = slowRequest(process);
      assertEquals(200, get(process, "/readyz").statusCode());

      process.terminate();

      await().atMost(PATIENCE).until(() -> get(process, "/readyz").statusCode() == 503);
      await().atMost(PATIENCE).until(() -> process.output().contains("step drain"));
      await().atMost(PATIENCE).until(() -> get(process, "/shop").statusCode() == 503);
      assertEquals("released", get(process, "/release").body());
      assertEquals("served", slow.get().body());
      assertEquals(STATUS_OF_SIGTERM, process.exitStatus());
      assertEquals(ORDER, steps(process));
    }
  }

  @Test
  void onSigintTheOrderIsTheSame() throws Exception {
    try (ChildProcess process = ChildProcess.start(ServingMain.class)) {
      CompletableFuture<HttpResponse<String>> slow = slowRequest(process);

      process.interrupt();

      await().atMost(PATIENCE).until(() -> process.output().contains("step drain"));
      assertEquals("released", get(process, "/release").body());
      assertEquals("served", slow.get().body());
      assertEquals(STATUS_OF_SIGINT, process.exitStatus());
      assertEquals(ORDER, steps(process));
    }
  }

  private CompletableFuture<HttpResponse<String>> slowRequest(ChildProcess process) {
    await().atMost(PATIENCE).until(() -> !process.said("port").isEmpty());
    CompletableFuture<HttpResponse<String>> slow =
        http.sendAsync(request(process, "/shop"), BodyHandlers.ofString());
    await().atMost(PATIENCE).until(() -> get(process, "/active").body().equals("1"));
    return slow;
  }

  private HttpResponse<String> get(ChildProcess process, String path) throws Exception {
    return http.send(request(process, path), BodyHandlers.ofString());
  }

  private static HttpRequest request(ChildProcess process, String path) {
    URI uri = URI.create("http://localhost:" + process.said("port") + path);
    return HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
  }

  private static List<String> steps(ChildProcess process) {
    return process
        .output()
        .lines()
        .filter(line -> line.startsWith("step ") || line.startsWith("active "))
        .toList();
  }
}

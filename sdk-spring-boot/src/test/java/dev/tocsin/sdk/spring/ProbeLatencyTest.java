package dev.tocsin.sdk.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.sdk.ops.OpsServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// How long probes wait is recorded for each of their paths, on whichever port they ask.
class ProbeLatencyTest {

  @Test
  void eachProbeHasARouteOfItsOwnOnBothPorts() throws Exception {
    try (RunningShop shop = new RunningShop("tocsin.ops.port=0")) {
      int opsPort = shop.bean(OpsServer.class).port();
      for (String path : List.of("/healthz", "/readyz", "/readyz")) {
        assertEquals(200, shop.get(path).statusCode());
        URI address = URI.create("http://localhost:" + opsPort + path);
        HttpRequest request = HttpRequest.newBuilder(address).build();
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
      }
      String count =
          "http_request_duration_seconds_count"
              + "{method=\"GET\",route=\"%s\",status_code=\"200\"} %d";
      Awaitility.await()
          .until(
              () -> shop.samples("http_request_duration_seconds_count"),
              List.of(count.formatted("/healthz", 2), count.formatted("/readyz", 4))::equals);
    }
  }
}

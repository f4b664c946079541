package dev.tocsin.sdk.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.sdk.log.LogEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lines that a running application really writes.
class LogLinesTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void eachRequestHasOneAccessLineWithItsFields() throws Exception {
    try (RunningShop shop = start()) {
      String token =
          "Bearer " + encoded("{\"alg\":\"none\"}") + "." + encoded("{\"sub\":\"u-7\"}") + ".s";
      shop.get(
          "/products/1?apiKey=leak&page=2", "x-correlation-id", "chain-9", "Authorization", token);
      shop.get("/orders/1");
      shop.get("/later/1", "x-correlation-id", "chain-later");
      shop.get("/nothing");
      Awaitility.await().until(() -> access("combined.log").size() == 4);

      JsonNode line = access("combined.log").get(0);
      assertEquals("INFO", line.path("level").asText());
      assertEquals("chain-9", line.path("correlationId").asText());
      assertFalse(line.path("requestId").asText().isEmpty());
      assertEquals("u-7", line.path("userId").asText());
      assertEquals("/products/{id}", line.path("route").asText());
      assertEquals("/products/1?apiKey=[redacted]&page=2", line.path("url").asText());
      assertEquals(200, line.path("status").asInt());
      assertTrue(line.path("duration").isNumber());
      JsonNode missing = access("combined.log").get(1);
      assertEquals("WARN", missing.path("level").asText());
      assertTrue(missing.path("userId").isMissingNode());
      assertEquals("chain-later", access("combined.log").get(2).path("correlationId").asText());
      assertEquals("/later/{id}", access("combined.log").get(2).path("route").asText());
      assertEquals("/nothing", access("combined.log").get(3).path("route").asText());
      assertFalse(Files.readString(folder.resolve("combined.log")).contains("leak"));
    }
  }

  @Test
  void probesHaveNoLineAndFailuresAreInTheErrorFile() throws Exception {
    try (RunningShop shop = start("METRICS_ENABLED=true")) {
      for (String path : List.of("/health", "/health/ready", "/readyz", "/metrics")) {
        shop.get(path);
      }
      assertEquals(500, shop.get("/v1/admin/users").statusCode());
      Awaitility.await().until(() -> access("error.log").size() == 1);

      assertEquals(1, access("combined.log").size());
      assertEquals("/v1/admin/{page}", access("error.log").get(0).path("route").asText());
      assertEquals(1, shop.samples("log_lines_total").size());
      assertEquals(List.of("log_lines_dropped_total 0.0"), shop.samples("log_lines_dropped"));
    }
  }

  @Test
  void aHotRouteIsSampledAndItsFailuresAreNot() throws Exception {
    try (RunningShop shop =
        start(
            "tocsin.log.sampling.rate=0",
            "tocsin.log.sampling.routes=/products/{id},/v1/admin/*")) {
      for (int i = 0; i < 20; i++) {
        shop.get("/products/" + i);
      }
      shop.get("/v1/admin/users");
      shop.get("/orders/1");
      Awaitility.await().until(() -> access("combined.log").size() == 2);

      assertEquals(500, access("combined.log").get(0).path("status").asInt());
      assertEquals(List.of("log_lines_sampled_out_total 20.0"), shop.samples("log_lines_sampled"));
    }
  }

  @Test
  void anUnverifiedTokenThatIsRefusedNamesNobody() throws Exception {
    try (RunningShop shop = start()) {
      String token = "Bearer " + encoded("{}") + "." + encoded("{\"sub\":\"victim\"}") + ".s";
      shop.get("/refused", "Authorization", token);
      Awaitility.await().until(() -> access("combined.log").size() == 1);

      assertTrue(access("combined.log").get(0).path("userId").isMissingNode());
    }
  }

  @Test
  void loggingCanBeSwitchedOff() throws Exception {
    try (RunningShop shop = start("tocsin.log.enabled=false")) {
      shop.get("/products/1");

      assertFalse(shop.has(LogEvents.class));
      assertFalse(Files.exists(folder.resolve("combined.log")));
    }
    try (RunningShop shop = start("tocsin.log.access.enabled=false")) {
      shop.get("/products/1");

      assertTrue(shop.has(LogEvents.class));
      assertTrue(access("combined.log").isEmpty());
    }
  }

  private RunningShop start(String... settings) {
    String[] all = new String[settings.length + 2];
    System.arraycopy(settings, 0, all, 0, settings.length);
    all[settings.length] = "tocsin.log.files.folder=" + folder;
    all[settings.length + 1] = "logging.level.dev.tocsin.access=info";
    return new RunningShop(all);
  }

  private List<JsonNode> access(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file)).stream()
        .map(LogLinesTest::parse)
        .filter(line -> line.path("logger").asText().equals("dev.tocsin.access"))
        .toList();
  }

  private static JsonNode parse(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}

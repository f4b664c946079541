package dev.tocsin.server.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProbeOptionsTest {
  private final Problems problems = new Problems();

  private ProbeOptions read(String name) throws IOException {
    return ProbeOptions.read(ConfigFile.parse(name, text(name), Map.of(), problems));
  }

  private static String text(String name) throws IOException {
    try (var in = ProbeOptionsTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aGoodFileIsRead() throws IOException {
    var options = read("probe.good.yml");
    assertEquals(List.of(), problems.list());
    assertTrue(options.degradedCountsAsUp());

    var api = options.services().get(0).plan().orElseThrow();
    assertEquals("API server", options.services().get(0).displayName());
    assertEquals(
        new Check.Http(
            URI.create("https://shop.local/health"), "HEAD", List.of(200, 204), "ok", true),
        api.check());
    assertEquals(Duration.ofMillis(800), api.degradedAfter());
    assertEquals(3, api.failuresBeforeDown());
    assertEquals(Duration.ofSeconds(10), api.timing().interval());

    var redis = options.services().get(1).plan().orElseThrow();
    assertEquals(new Check.Tcp("::1", 6379), redis.check());
    assertEquals(Duration.ofSeconds(30), redis.timing().interval());
    assertEquals(Duration.ofSeconds(5), redis.timing().timeout());
    assertEquals(Duration.ofMillis(2_500), redis.degradedAfter());
    assertEquals(1, redis.failuresBeforeDown());

    assertEquals("Order search", options.services().get(2).displayName());
    assertTrue(options.services().get(2).plan().isEmpty());
  }

  @Test
  void everyProblemOfABadFileIsToldWithItsPlace() throws IOException {
    read("probe.bad.yml");
    var told = problems.list().stream().map(Problem::toString).collect(Collectors.joining("\n"));
    assertEquals(text("probe.bad.txt").strip(), told);
  }
}

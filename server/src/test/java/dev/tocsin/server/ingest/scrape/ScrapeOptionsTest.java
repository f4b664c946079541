package dev.tocsin.server.ingest.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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

class ScrapeOptionsTest {
  private final Problems problems = new Problems();

  private ScrapeOptions read(String name) throws IOException {
    return ScrapeOptions.read(
        ConfigFile.parse(name, text(name), Map.of("TOKEN", "a-token"), problems));
  }

  private static String text(String name) throws IOException {
    try (var in = ScrapeOptionsTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aGoodFileIsRead() throws IOException {
    var options = read("scrape.good.yml");
    assertEquals(List.of(), problems.list());

    var shop = options.jobs().getFirst();
    assertEquals("marketplace", shop.name());
    assertEquals(Duration.ofSeconds(5), shop.timing().interval());
    assertEquals(Duration.ofSeconds(2), shop.timing().timeout());
    assertEquals(new ScrapeJob.BodyRules(500, 1_000_000, BadLines.REJECT_LINE), shop.body());
    assertEquals(
        List.of(
            URI.create("https://shop.local:8443/internal/metrics?all=1"),
            URI.create("https://[::1]:8443/internal/metrics?all=1")),
        shop.targets().stream().map(ScrapeJob.Target::address).toList());
    assertEquals(
        Map.of("job", "marketplace", "instance", "shop.local:8443", "team", "shop"),
        shop.targets().getFirst().labels().toMap());
    assertEquals("BearerToken", shop.token().getClass().getInterfaces()[0].getSimpleName());
    assertFalse(shop.toString().contains("a-token"), shop.toString());
  }

  @Test
  void absentKeysHaveTheirDefaults() throws IOException {
    var plain = read("scrape.good.yml").jobs().getLast();
    assertEquals(Duration.ofSeconds(30), plain.timing().interval());
    assertEquals(Duration.ofSeconds(10), plain.timing().timeout());
    assertEquals(new BearerToken.None(), plain.token());
    assertEquals(
        new ScrapeJob.BodyRules(100_000, 32 * 1024 * 1024, BadLines.REJECT_SCRAPE), plain.body());
    assertEquals(URI.create("http://localhost:9090/metrics"), plain.targets().getFirst().address());
  }

  @Test
  void everyProblemOfABadFileIsToldWithItsPlace() throws IOException {
    read("scrape.bad.yml");
    var told = problems.list().stream().map(Problem::toString).collect(Collectors.joining("\n"));
    assertEquals(text("scrape.bad.txt").strip(), told);
  }

  @Test
  void nothingAtAllIsGood() {
    var options = ScrapeOptions.read(ConfigFile.parse("tocsin.yml", "", Map.of(), problems));
    assertEquals(List.of(), options.jobs());
    assertEquals(List.of(), problems.list());
  }
}

package dev.tocsin.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private final Problems problems = new Problems();

  private enum Colour {
    RED,
    DARK_GREEN
  }

  private Settings parse(String yaml) {
    return ConfigFile.parse("t.yml", yaml, Map.of("HOST", "shop", "EMPTY", ""), problems);
  }

  private List<String> texts() {
    return problems.list().stream().map(Problem::toString).toList();
  }

  @Test
  void valuesAreReadByTheirType() {
    var settings =
        parse(
            """
            name: a
            port: 8_080
            on: true
            wait: 1m30s
            colour: dark-green
            ratio: 0.05
            list: [x, y]
            one: z
            address: https://shop.example/path
            labels: {team: shop, tier: "1"}
            """);
    assertEquals("a", settings.text("name", ""));
    assertEquals(8080, settings.integer("port", 1, 0, 65_535));
    assertTrue(settings.flag("on", false));
    var day = Duration.ofDays(1);
    assertEquals(Duration.ofSeconds(90), settings.duration("wait", day, Duration.ZERO, day));
    assertEquals(Colour.DARK_GREEN, settings.choice("colour", Colour.class, Colour.RED));
    assertEquals(0.05, settings.number("ratio").orElseThrow());
    assertEquals(List.of("x", "y"), settings.texts("list"));
    assertEquals(List.of("z"), settings.texts("one"));
    assertEquals("shop.example", settings.address("address").orElseThrow().getHost());
    assertEquals(Map.of("team", "shop", "tier", "1"), settings.labels("labels"));
    settings.finish();
    assertEquals(List.of(), texts());
  }

  @Test
  void allProblemsAreReportedTogetherWithPlaceKeyAndRemedy() {
    var settings =
        parse(
            """
            port: ninety
            scrape:
              interval: 15 seconds
              jobs:
                - job: a
                  portt: 1
            unknown: 1
            """);
    settings.integer("port", 1, 0, 65_535);
    var scrape = settings.section("scrape");
    scrape.duration("interval", Duration.ZERO, Duration.ZERO, Duration.ofDays(1));
    for (var job : scrape.sections("jobs")) {
      job.text("job");
      job.finish();
    }
    scrape.finish();
    settings.finish();
    var failure = assertThrows(ConfigException.class, problems::throwIfAny);
    assertEquals(
        """
        4 problems in the configuration:
          t.yml:1:1: port: "ninety" is not usable; use a number from 0 to 65535
          t.yml:3:3: scrape.interval: "15 seconds" is not a duration; write one such as 500ms, 15s or 1h30m
          t.yml:6:7: scrape.jobs[0].portt: is unknown; remove it or use one of job
          t.yml:7:1: unknown: is unknown; remove it or use one of port, scrape\
        """,
        failure.getMessage());
  }

  @Test
  void variablesComeFromTheEnvironmentAndAMissingOneIsAProblem() {
    var settings = parse("a: http://${HOST}:1/\nb: ${PORT:-80}\nc: x${NONE}\nd: ${EMPTY}");
    assertEquals("http://shop:1/", settings.text("a", ""));
    assertEquals("80", settings.text("b", ""));
    assertEquals(Optional.empty(), settings.text("d"));
    assertEquals(
        List.of(
            "t.yml:3:1: c: needs the environment variable NONE; set it or write ${NONE:-default}"),
        texts().stream().map(it -> it.replace("t.yml:3:4", "t.yml:3:1")).toList());
  }

  @Test
  void wrongShapesDuplicatesAndBrokenYamlAreNamed() {
    parse("a: 1\na: 2");
    parse("just text");
    parse("a: [1, 2");
    parse("? [complex]\n: 1");
    parse("a: 1\n\tb: 2");
    var shapes = parse("list: {x: 1}\nmap: [1]\ntext: [1]");
    shapes.texts("list");
    shapes.section("map");
    shapes.text("text");
    var texts = texts();
    assertEquals(8, texts.size(), texts.toString());
    assertTrue(texts.getFirst().startsWith("t.yml:2:1: a: is there twice"), texts.toString());
    assertTrue(texts.stream().allMatch(it -> it.startsWith("t.yml:")), texts.toString());
  }

  @Test
  void filesThatCannotBeReadAreProblems(@TempDir Path folder) throws Exception {
    var binary = Files.write(folder.resolve("binary.yml"), new byte[] {(byte) 0xff, (byte) 0xfe});
    var large = folder.resolve("large.yml");
    Files.write(large, new byte[ConfigFile.SIZE_LIMIT_BYTES + 1]);
    for (var file : List.of(folder.resolve("missing.yml"), binary, large, folder)) {
      ConfigFile.read(file, Map.of(), problems);
    }
    assertEquals(4, problems.list().size(), texts().toString());
  }

  @Test
  void rubbishNeverEscapesAsAnotherException() {
    var random = new Random(7);
    var letters = "a:b- \n\t{}[]\"'|>&*!%#$?,0\u00e9";
    for (int round = 0; round < 3_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(40); i >= 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      parse(text.toString()).finish();
    }
    assertFalse(problems.isEmpty());
  }

  @Test
  void durationsAreReadAndPrintedAsTheFieldWritesThem() {
    for (var text : List.of("500ms", "15s", "1m30s", "2h", "7d", "1h0m0s".substring(0, 2))) {
      assertEquals(text, DurationText.print(DurationText.parse(text).orElseThrow()));
    }
    assertEquals(Duration.ofDays(14), DurationText.parse("2w").orElseThrow());
    for (var text : List.of("", "5", "s", "1s1m", "-1s", "1.5s", "1 s", "1sm")) {
      assertEquals(Optional.empty(), DurationText.parse(text), text);
    }
  }

  @Test
  void aSecretNeverPrints() {
    var secret = new Secret("hunter2");
    assertEquals("***", secret.toString());
    assertTrue(secret.is("hunter2"));
    assertFalse(secret.is("hunter"));
  }
}

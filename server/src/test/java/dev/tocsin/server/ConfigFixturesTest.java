package dev.tocsin.server;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.config.ConfigException;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.pack.RuleTests;
import dev.tocsin.server.rule.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Whole configuration files, good and bad. Beside each bad one stands what must be said about it.
class ConfigFixturesTest {
  private static final Path FOLDER = Path.of("src/test/resources/config");
  private static final Path GUIDE = Path.of("../docs/operating.md");
  private static final Path USERS_GUIDE = Path.of("../docs/using.md");
  private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern KEYS = Pattern.compile("is unknown; remove it or use one of (.+)");

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "SCRAPE_TOKEN", "scrape-token",
          "ADMIN_PASSWORD", "a long password",
          "SMTP_PASSWORD", "smtp-password");

  private static final Map<String, String> CHANNEL_VARIABLES =
      Map.ofEntries(
          Map.entry("INCIDENT_ALERT_WEBHOOK_URL", "http://127.0.0.1:9000/incidents"),
          Map.entry("INCIDENT_ALERT_WEBHOOK_BEARER_TOKEN", "token"),
          Map.entry("INCIDENT_ALERT_WEBHOOK_SIGNING_SECRET", "secret"),
          Map.entry("INCIDENT_ALERT_SECONDARY_WEBHOOK_URL", "http://127.0.0.1:9001/incidents"),
          Map.entry("SLACK_WEBHOOK_URL", "http://127.0.0.1:9002/slack"),
          Map.entry("PAGERDUTY_INTEGRATION_KEY", "key"),
          Map.entry("ALERT_EMAIL_RECIPIENTS", "oncall@shop.example, lead@shop.example"),
          Map.entry("SMTP_HOST", "127.0.0.1"),
          Map.entry("JWT_ACCESS_SECRET", "0123456789abcdef0123456789abcdef"));

  private static List<Path> files(String folder) throws IOException {
    try (var files = Files.list(FOLDER.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> goodFilesAreRead() throws IOException {
    return files("good").stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(), () -> ServerOptions.read(file, ENVIRONMENT)));
  }

  @TestFactory
  Stream<DynamicTest> badFilesAreToldWithAllTheirProblems() throws IOException {
    return files("bad").stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> assertBad(file)));
  }

  private static void assertBad(Path file) throws IOException {
    var expected = Path.of(file.toString().replace(".yml", ".txt"));
    var refusal = assertThrows(ConfigException.class, () -> ServerOptions.read(file, Map.of()));
    assertEquals(Files.readString(expected).strip(), String.valueOf(refusal.getMessage()));
  }

  @Test
  void theWholeFileSetsWhatItSays() {
    var options = ServerOptions.read(FOLDER.resolve("good/full.yml"), ENVIRONMENT);
    assertAll(
        () -> assertEquals("scrape-token", options.metricsToken().orElseThrow().reveal()),
        () -> assertEquals(Path.of("/var/lib/tocsin"), options.dataFolder()),
        () ->
            assertEquals(
                "jdbc:postgresql://db.example:5432/tocsin?sslmode=require",
                options.database().jdbcUrl()),
        () -> assertEquals(2, options.samples().scrape().jobs().size()),
        () -> assertEquals(3, options.samples().probes().services().size()),
        () -> assertEquals(2, options.judgement().packs().packs().size()),
        () ->
            assertEquals(
                1,
                options.judgement().rules().alertRules().stream()
                    .filter(rule -> rule.name().equals("NoOrders"))
                    .count()),
        () ->
            assertEquals(
                List.of("incident-webhook", "backup", "chat", "pager", "mail"),
                options.telling().delivery().channelNames()));
    options.telling().outbound().close();
  }

  @Test
  void channelsComeFromTheEnvironmentWhenTheFileHasNone() {
    var options = ServerOptions.read(FOLDER.resolve("good/environment.yml"), CHANNEL_VARIABLES);
    assertEquals(
        List.of("incident-webhook", "incident-webhook-secondary", "slack", "pagerduty", "email"),
        options.telling().delivery().channelNames());
    assertTrue(options.account().accessSecret().isPresent());
    options.telling().outbound().close();
  }

  @Test
  void anEmptyFileIsTheSameAsNone() {
    var read = ServerOptions.read(FOLDER.resolve("good/empty.yml"), Map.of());
    var defaults = ServerOptions.defaults(Map.of());
    assertEquals(defaults.http(), read.http());
    assertEquals(defaults.database(), read.database());
    assertEquals(defaults.samples(), read.samples());
    assertEquals(defaults.judgement().rules(), read.judgement().rules());
    read.telling().outbound().close();
    defaults.telling().outbound().close();
  }

  @Test
  void theGuideTellsOfEveryKeyThatExists() throws IOException {
    var guide = Files.readString(GUIDE);
    var missing = new TreeSet<String>();
    var answers = KEYS.matcher(Files.readString(FOLDER.resolve("bad/unknown-keys.txt")));
    int sections = 0;
    while (answers.find()) {
      sections++;
      for (var key : answers.group(1).split(", ", -1)) {
        if (!guide.contains("`" + key + "`")) {
          missing.add(key);
        }
      }
    }
    assertEquals(List.of(), List.copyOf(missing));
    assertTrue(sections > 15, sections + " sections");
  }

  @Test
  void theGuideTellsOfEveryVariableThatIsRead() throws IOException {
    var guide = Files.readString(GUIDE);
    for (var name : CHANNEL_VARIABLES.keySet()) {
      assertTrue(guide.contains("`" + name + "`"), name);
    }
    for (var name : List.of("DATABASE_URL", "SMTP_USER", "SMTP_PASSWORD", "SMTP_FROM")) {
      assertTrue(guide.contains("`" + name + "`"), name);
    }
  }

  @Test
  void theRulesAndTestsOfTheGuideWork() throws IOException {
    var blocks = YAML_BLOCK.matcher(Files.readString(USERS_GUIDE)).results().toList();
    var rules = new RuleSource("rules/shop.yml", blocks.get(0).group(1));
    var tests = new RuleSource("tests/shop.yml", blocks.get(1).group(1));
    var problems = new Problems();
    var results = new RuleTests(_ -> Optional.of(rules)).run(tests, problems);
    assertEquals(List.of(), problems.list());
    assertEquals(1, results.size());
    results.forEach(result -> assertEquals(List.of(), result.failures()));
  }
}

package dev.tocsin.sdk.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.data.DataMetrics;
import dev.tocsin.sdk.data.OptionalRedis;
import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.health.HealthOptions;
import dev.tocsin.sdk.health.StartupGate;
import dev.tocsin.sdk.ops.HealthGauges;
import dev.tocsin.sdk.security.TokenValidations;
import dev.tocsin.sdk.segment.Experiments;
import dev.tocsin.sdk.segment.FlagMetrics;
import dev.tocsin.sdk.segment.RequestSegments;
import dev.tocsin.sdk.segment.SegmentOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Holds the catalogue and what really runs equal, in both directions. A feature that declares
/// metrics has one line in [#FEATURES]; a metric of the catalogue whose feature is not there yet
/// has its name in [#AWAITED].
class CatalogueTest {

  private static final List<Consumer<Telemetry>> FEATURES =
      List.of(
          CatalogueTest::askForEveryRecorder,
          telemetry -> new JvmMetrics(telemetry).close(),
          CatalogueTest::publishHealth,
          DataMetrics::new,
          telemetry -> new OptionalRedis(telemetry, true, change -> {}),
          telemetry -> new Experiments(telemetry, 10),
          FlagMetrics::new,
          TokenValidations::new,
          telemetry -> new RequestSegments(telemetry, SegmentOptions.defaults()));

  private static final Set<String> AWAITED = Set.of();

  /// A declaration with a literal name; help and labels where they are literals too.
  private static final Pattern DECLARATION =
      Pattern.compile(
          "\\.\\s*(counter|gauge|histogram)\\(\\s*\"([a-z0-9_]+)\""
              + "(?:\\s*,\\s*\"[^\"]*\"((?:\\s*,\\s*\"[a-z0-9_]+\")*)\\s*\\))?");

  private record Declaration(String name, String kind, @Nullable List<String> labels, Path file) {}

  private final Telemetry telemetry = new Telemetry();

  @AfterEach
  void close() {
    telemetry.close();
  }

  @Test
  void everyMetricThatRunsIsInTheCatalogueAndTheOtherWayRound() throws IOException {
    FEATURES.forEach(feature -> feature.accept(telemetry));

    Map<String, String> running = new TreeMap<>();
    telemetry.definitions().forEach(d -> running.put(d.name(), shape(d)));
    Map<String, String> promised = new TreeMap<>();
    for (CatalogueEntry entry : Catalogue.shipped().entries()) {
      if (!entry.owner().equals("server")) {
        promised.put(entry.definition().name(), shape(entry.definition()));
      }
    }
    promised.keySet().removeAll(AWAITED);

    Set<String> missing = new TreeSet<>(promised.keySet());
    missing.removeAll(running.keySet());
    declarations().forEach(declaration -> missing.remove(declaration.name()));
    Set<String> unknown = new TreeSet<>(running.keySet());
    unknown.removeAll(promised.keySet());
    assertEquals(
        Set.of(),
        missing,
        "These are in catalogue.json and nothing declares them: add their feature to FEATURES.");
    assertEquals(
        Set.of(),
        unknown,
        "These run and are not in catalogue.json (or are still in AWAITED): add them.");
    promised.keySet().retainAll(running.keySet());
    assertEquals(promised, running);
  }

  @Test
  void everyMetricThatTheSourcesDeclareIsInTheCatalogueAsItIsDeclared() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Declaration declared : declarations()) {
      Optional<MetricDefinition> entry =
          Catalogue.shipped().find(declared.name()).map(CatalogueEntry::definition);
      if (entry.isEmpty()) {
        wrong.add(declared + " has no line");
      } else if (!entry.get().kind().name().equalsIgnoreCase(declared.kind())) {
        wrong.add(declared + " is a " + entry.get().kind());
      } else if (declared.labels() != null && !declared.labels().equals(entry.get().labels())) {
        wrong.add(declared + " has the labels " + entry.get().labels());
      }
    }
    assertEquals(List.of(), wrong, "Bring catalogue.json and these declarations together.");
  }

  private static List<Declaration> declarations() throws IOException {
    List<Declaration> found = new ArrayList<>();
    for (String module : List.of("sdk", "sdk-spring-boot")) {
      Path sources = Path.of(System.getProperty("tocsin.root"), module, "src/main/java");
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          Matcher match = DECLARATION.matcher(Files.readString(file));
          while (match.find()) {
            found.add(
                new Declaration(
                    match.group(2), match.group(1), labels(match.group(3)), file.getFileName()));
          }
        }
      }
    }
    return found;
  }

  private static @Nullable List<String> labels(@Nullable String literals) {
    return literals == null
        ? null
        : Stream.of(literals.split("[^a-z0-9_]+", -1)).filter(text -> !text.isEmpty()).toList();
  }

  @Test
  void everyEntryIsComplete() {
    for (CatalogueEntry entry : Catalogue.shipped().entries()) {
      String name = entry.definition().name();
      assertTrue(entry.definition().help().endsWith("."), name + " needs help that is a sentence");
      assertTrue(!entry.unit().isEmpty(), name + " needs a unit");
      assertTrue(!entry.area().isEmpty(), name + " needs an area");
      assertTrue(Set.of("sdk", "marketplace", "server").contains(entry.owner()), name);
    }
  }

  @Test
  void bucketsAreThoseOfTheContract() {
    assertEquals(
        List.of(5d, 10d, 25d, 50d, 100d, 250d, 500d, 1000d), buckets("order_total_amount"));
    assertEquals(
        List.of(0.01, 0.05, 0.1, 0.25, 0.5, 1d, 2.5, 5d, 10d),
        buckets("stripe_webhook_processing_seconds"));
    assertEquals(
        List.of(0.1, 0.5, 1d, 2.5, 5d, 10d, 30d, 60d), buckets("ai_request_duration_seconds"));
    assertEquals(
        List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1d, 2.5, 5d, 10d),
        buckets("http_request_duration_seconds"));
    assertEquals(
        List.of(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1d, 2.5, 5d),
        buckets("database_query_duration_seconds"));
  }

  @Test
  void aNameThatTheCatalogueDoesNotHaveSaysWhatToDo() {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> telemetry.counter("novel_total"));
    assertTrue(failure.getMessage().contains("Declare a metric of your own"));
    assertThrows(IllegalArgumentException.class, () -> telemetry.gauge("orders_completed_total"));
  }

  @Test
  void aNameThatIsThereTwiceIsRefused() {
    String twice =
        "{\"metrics\":[{\"name\":\"a\",\"type\":\"gauge\"},{\"name\":\"a\",\"type\":\"gauge\"}]}";
    assertThrows(
        IllegalArgumentException.class,
        () -> Catalogue.read(new ByteArrayInputStream(twice.getBytes(StandardCharsets.UTF_8))));
  }

  private static List<Double> buckets(String name) {
    return Catalogue.shipped().find(name).orElseThrow().definition().buckets();
  }

  /// Everything but the help, which is for people.
  private static String shape(MetricDefinition definition) {
    return definition.kind() + " " + definition.labels() + " " + definition.buckets();
  }

  private static void askForEveryRecorder(Telemetry telemetry) {
    ApplicationMetrics metrics = new ApplicationMetrics(telemetry);
    for (Method method : ApplicationMetrics.class.getMethods()) {
      boolean recorder = method.getReturnType().getName().startsWith("dev.tocsin.");
      if (recorder && method.getParameterCount() == 0) {
        try {
          method.invoke(metrics);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private static void publishHealth(Telemetry telemetry) {
    StartupGate gate = new StartupGate(InstantSource.system(), "test");
    try (HealthEngine health = new HealthEngine(HealthOptions.defaults(), gate, List.of())) {
      HealthGauges.publish(health, telemetry);
    }
  }
}

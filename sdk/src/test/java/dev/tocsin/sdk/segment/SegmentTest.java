package dev.tocsin.sdk.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.providers.memory.Flag;
import dev.openfeature.sdk.providers.memory.InMemoryProvider;
import dev.tocsin.sdk.metrics.Reading;
import dev.tocsin.sdk.metrics.Telemetry;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SegmentTest {

  private static final SegmentOptions OPTIONS =
      new SegmentOptions("X-Region", Set.of(), "X-Consumer", Set.of("mobile-app"));

  private final Telemetry telemetry = new Telemetry();

  @AfterEach
  void close() {
    telemetry.close();
  }

  @Test
  void requestsAndErrorsAreCountedByEverySegment() {
    RequestSegments segments = new RequestSegments(telemetry, OPTIONS);
    Map<String, String> headers =
        Map.of(
            "User-Agent",
            "Mozilla/5.0 (iPhone) Version/17.5 Mobile Safari/604.1",
            "X-Region",
            "de",
            "X-Consumer",
            "mobile-app");

    segments.begin(headers::get).finished("/v2/orders/{id}", 200);
    segments.begin(headers::get).finished("/v2/orders/{id}", 503);
    segments.begin(headers::get).finished("/products", 404);

    assertEquals("{DE=3.0}", read("requests_by_region_total"));
    assertEquals("{DE=1.0}", read("request_errors_by_region_total"));
    assertEquals("{safari ios=3.0}", read("requests_by_client_total"));
    assertEquals("{safari ios=1.0}", read("request_errors_by_client_total"));
    assertEquals("{mobile=3.0}", read("requests_by_device_total"));
    assertEquals("{mobile=1.0}", read("request_errors_by_device_total"));
    assertEquals("{v2=2.0}", read("api_version_requests_total"));
    assertEquals("{mobile-app v2=2.0}", read("api_consumer_requests_total"));
  }

  @Test
  void noHeaderMakesANewLabelValue() {
    RequestSegments segments = new RequestSegments(telemetry, OPTIONS);
    for (int i = 0; i < 50; i++) {
      Map<String, String> headers =
          Map.of("X-Region", "R" + i, "X-Consumer", "c" + i, "User-Agent", "agent-" + i);
      segments.begin(headers::get).finished("/v1/a", 200);
    }
    segments.begin(name -> null).finished("/v1/a", 200);
    segments.begin(Map.of("X-Region", "XX")::get).finished("/v1/a", 200);

    assertEquals("{other=50.0, unknown=2.0}", read("requests_by_region_total"));
    assertEquals("{other v1=50.0, unknown v1=2.0}", read("api_consumer_requests_total"));
    assertEquals("{other other=50.0, unknown unknown=2.0}", read("requests_by_client_total"));
  }

  @Test
  void withoutAConfiguredHeaderNoRegionIsBelieved() {
    RequestSegments segments = new RequestSegments(telemetry, SegmentOptions.defaults());
    segments.begin(Map.of("X-Region", "DE", "CF-IPCountry", "DE")::get).finished("/a", 200);

    assertEquals("{}", read("requests_by_region_total"));
    assertEquals("{}", read("api_version_requests_total"));
  }

  @Test
  void regionsOfTheOperatorAreTakenAsTheyAreWritten() {
    SegmentOptions options = new SegmentOptions("X-Region", Set.of("eu-west"), null, Set.of());
    RequestSegments segments = new RequestSegments(telemetry, options);
    segments.begin(Map.of("X-Region", "eu-west")::get).finished("/a", 200);
    segments.begin(Map.of("X-Region", "DE")::get).finished("/a", 200);

    assertEquals("{eu-west=1.0, other=1.0}", read("requests_by_region_total"));
  }

  @Test
  void flagsAreCountedByVariantThroughOpenFeature() {
    FlagMetrics metrics = new FlagMetrics(telemetry);
    OpenFeatureAPI api = OpenFeatureAPI.getInstance();
    Flag<Boolean> flag =
        Flag.<Boolean>builder()
            .variant("on", true)
            .variant("off", false)
            .defaultVariant("on")
            .build();
    api.setProviderAndWait("segments", new InMemoryProvider(Map.of("new-cart", flag)));
    Client client = api.getClient("segments");
    client.addHooks(new FlagMetricsHook(metrics));

    client.getBooleanValue("new-cart", false);
    client.getBooleanValue("new-cart", false);
    client.getBooleanValue("absent", false);
    metrics.recordEvaluation("new-cart", "off");

    assertEquals(
        "{absent error=1.0, new-cart off=1.0, new-cart on=2.0}",
        read("feature_flag_evaluations_total"));
    assertEquals(
        "{flagShares={absent={error=1.0}, new-cart={off=0.3333333333333333,"
            + " on=0.6666666666666666}}}",
        sorted(metrics.figures()));
  }

  @Test
  void subjectsOfAnExperimentCountOnceAndKeepTheirVariant() {
    Experiments experiments = new Experiments(telemetry, 100);
    for (String subject : new String[] {"ann", "ben", "cat", "ann"}) {
      experiments.recordAssignment("button", subject.equals("cat") ? "blue" : "red", subject);
    }
    experiments.recordAssignment("button", "blue", "ann");
    experiments.recordConversion("button", "ann");
    experiments.recordConversion("button", "ann");
    experiments.recordConversion("button", "stranger");
    experiments.recordConversion("other", "ben");

    assertEquals("{button blue=1.0, button red=2.0}", read("experiment_assignments_total"));
    VariantResult red =
        experiments.results().stream()
            .filter(result -> result.variant().equals("red"))
            .findFirst()
            .orElseThrow();
    assertEquals(new VariantResult("button", "red", 2, 1, 0.5), red);
  }

  @Test
  void theSubjectThatWasAwayLongestIsForgottenFirst() {
    Experiments experiments = new Experiments(telemetry, 2);
    experiments.recordAssignment("e", "a", "old");
    experiments.recordAssignment("e", "a", "kept");
    experiments.recordAssignment("e", "a", "old");
    experiments.recordAssignment("e", "a", "new");
    experiments.recordConversion("e", "kept");
    experiments.recordConversion("e", "old");

    assertEquals("{e a=3.0}", read("experiment_assignments_total"));
    assertEquals("{e a=1.0}", read("experiment_conversions_total"));
  }

  @Test
  void manySubjectsAreToldApart() {
    Experiments experiments = new Experiments(telemetry, 100_000);
    for (int i = 0; i < 100_000; i++) {
      experiments.recordAssignment("e", "a", "subject-" + i);
    }
    assertEquals("{e a=100000.0}", read("experiment_assignments_total"));
  }

  @Test
  void anExperimentWithoutSubjectsHasNoRate() {
    telemetry.counter("experiment_assignments_total").declare("e", "a");
    assertNull(new Experiments(telemetry, 1).results().get(0).conversionRate());
  }

  private static String sorted(Map<String, Object> figures) {
    @SuppressWarnings("unchecked")
    Map<String, Map<String, Object>> flags =
        (Map<String, Map<String, Object>>) figures.get("flagShares");
    Map<String, Object> sorted = new TreeMap<>();
    flags.forEach((flag, shares) -> sorted.put(flag, new TreeMap<>(shares)));
    return Map.of("flagShares", sorted).toString();
  }

  private String read(String name) {
    TreeMap<String, Double> counts = new TreeMap<>();
    for (Reading reading : telemetry.read(name)) {
      counts.put(String.join(" ", reading.labels().values()), reading.value());
    }
    return counts.toString();
  }
}

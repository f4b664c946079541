package dev.tocsin.sdk.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.Verdict;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliciesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FORMATS =
      Path.of(System.getProperty("tocsin.root")).resolve("docs/formats");
  private static final OpsRequest GET = new OpsRequest(Map.of(), Map.of(), "", "operator");

  @TempDir private Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-06-01T00:00:00Z"));
  private final InstantSource clock = now::get;
  private final Telemetry telemetry = new Telemetry();
  private Duration graceWindow = Duration.ofDays(1);

  @AfterEach
  void close() {
    telemetry.close();
  }

  @Test
  void theDocumentedExampleIsGoodForTheSchemaAndForTheReader() throws IOException {
    String example = example();
    assertTrue(schema().validate(JSON.readTree(example)).isEmpty());
    assertInstanceOf(Governance.Loaded.class, Governance.load(file(example)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\": 1 | \"version\": 2 | /version: must be 1",
        "\"owner\": \"payments\", | | /policies/staleFx/owner: is missing or blank",
        "\"PT24H\" | \"a day\" | /policies/staleFx/values/graceWindow: must be an ISO 8601"
            + " duration",
        "\"PT24H\" | {} | /policies/staleFx/values/graceWindow: must be text, a number",
        "\"degraded-only\" | \"never\" | /policies/placeholderImages/pagingPosture: must be",
        "\"approvalTicket\" | \"ticket\" | /policies/llmRollout/models/0/ticket: is unknown",
        "\"2026-05-04\" | \"May\" | /lastReviewed: must be a date",
        "\"pagingActivated\": true | \"pagingActivated\": 1 | /pagingActivated: must be true or"
            + " false",
        "\"ads\" | \"ADS!\" | /policies/ADS!: a policy's name is in camelCase",
      })
  void whatIsWrongForTheSchemaIsWrongForTheReaderAndToldWithItsPlace(
      String good, String bad, String problem) throws IOException {
    String wrong = example().replaceFirst(Pattern.quote(good), bad == null ? "" : bad);
    assertFalse(schema().validate(JSON.readTree(wrong)).isEmpty(), wrong);
    Governance.Unusable unusable =
        assertInstanceOf(Governance.Unusable.class, Governance.load(file(wrong)));
    assertTrue(
        unusable.problems().stream().anyMatch(each -> each.contains(problem)),
        unusable.problems()::toString);
  }

  @Test
  void allProblemsAreToldTogetherAndTheApplicationKeepsRunning() throws IOException {
    Path path = file("{\"version\": 3, \"policies\": {\"ads\": {\"owner\": \" \"}}, \"x\": 1}");
    Policies policies = policies(Governance.load(path));
    BlockReport report = new PoliciesBlock(policies).collect();
    assertEquals(Verdict.AMBER, report.verdict());
    assertEquals(
        List.of(
            "/x: is unknown; known are [$schema, policies, version]",
            "/version: must be 1",
            "/policies/ads/lastReviewed: must be a date such as 2026-05-01",
            "/policies/ads/nextReview: must be a date such as 2026-05-01",
            "/policies/ads/owner: is missing or blank",
            "/policies/ads/decision: is missing or blank"),
        report.fields().get("problems"));
  }

  @Test
  void aFileThatIsMissingOrNoJsonOrHasAMemberTwiceIsTold() throws IOException {
    for (Path path :
        List.of(
            folder.resolve("none.json"),
            file("{"),
            file("[]"),
            file("{\"version\": 1, \"version\": 1, \"policies\": {}}"),
            file("{\"version\": 1, \"policies\": {}} {}"))) {
      assertInstanceOf(Governance.Unusable.class, Governance.load(path), path.toString());
    }
  }

  @Test
  void theAnswerShowsTheHashOfTheFileAndTheEffectiveValues() throws Exception {
    Path path = file(example());
    Policies policies = policies(Governance.load(path));
    graceWindow = Duration.ofHours(6);
    JsonNode answer = JSON.readTree(new PoliciesEndpoint(policies).answer(GET).body());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
    assertEquals(
        String.format("%064x", new BigInteger(1, digest)), answer.at("/file/sha256").asText());
    JsonNode value = answer.at("/policies/staleFx/values/graceWindow");
    assertEquals("PT24H", value.path("governed").asText());
    assertEquals("PT6H", value.path("effective").asText());
    assertEquals(1, answer.path("differences").size());
    assertEquals("PT6H", answer.at("/differences/0/effective").asText());
    assertEquals("small-1", answer.at("/policies/llmRollout/values/models/governed/0").asText());
    assertFalse(answer.at("/policies/llmRollout/values/models").has("effective"));
    assertTrue(exposed("policy_differences 1.0"));
    assertEquals(
        List.of("The value staleFx.graceWindow is \"PT6H\" and was decided to be \"PT24H\"."),
        new PoliciesBlock(policies).collect().reasons());
  }

  @Test
  void theHashIsOfTheFileThatWasLoadedNotOfTheOneThatLiesThereNow() throws Exception {
    Path path = file(example());
    PoliciesEndpoint endpoint = new PoliciesEndpoint(policies(Governance.load(path)));
    String before = JSON.readTree(endpoint.answer(GET).body()).at("/file/sha256").asText();
    Files.writeString(path, example().replace("PT24H", "PT1H"));
    assertEquals(before, JSON.readTree(endpoint.answer(GET).body()).at("/file/sha256").asText());
  }

  @Test
  void valuesThatSayTheSameInOtherWordsDoNotDiffer() throws IOException {
    Policies policies = policies(Governance.load(file(example())));
    policies.register("placeholderImages", "maxPlaceholderRatio", () -> 0.050);
    policies.register("placeholderImages", "pagingPosture", () -> "degraded-only");
    policies.register("llmRollout", "models", () -> List.of("small-1"));
    assertEquals(List.of(), policies.differences());
    policies.register("llmRollout", "models", () -> List.of("small-1", "large-1"));
    assertEquals(1, policies.differences().size());
  }

  @Test
  void aValueThatCannotBeReadIsADifference() throws IOException {
    Policies policies = policies(Governance.load(file(example())));
    policies.register(
        "staleFx",
        "graceWindow",
        () -> {
          throw new IllegalStateException("secret");
        });
    assertEquals(
        "\"not readable (IllegalStateException)\"",
        policies.differences().get(0).effective().toString());
  }

  @Test
  void aReviewIsOverdueFromTheDayAfterItsDateOn() throws IOException {
    Policies policies = policies(Governance.load(file(example())));
    now.set(Instant.parse("2026-08-04T23:59:59Z"));
    assertEquals(Verdict.GREEN, new PoliciesBlock(policies).collect().verdict());
    now.set(Instant.parse("2026-08-05T00:00:00Z"));
    assertEquals(List.of("llmRollout"), policies.overdueReviews());
    BlockReport report = new PoliciesBlock(policies).collect();
    assertEquals(Verdict.AMBER, report.verdict());
    assertEquals(List.of("The review of the policy llmRollout is overdue."), report.reasons());
    assertTrue(exposed("policy_reviews_overdue 1.0"));
  }

  @Test
  void withoutAFileTheEffectiveValuesAreStillShown() throws IOException {
    Policies policies = policies(Governance.none());
    JsonNode answer = JSON.readTree(new PoliciesEndpoint(policies).answer(GET).body());
    assertFalse(answer.at("/file/loaded").asBoolean());
    assertEquals("PT24H", answer.at("/policies/staleFx/values/graceWindow/effective").asText());
    assertEquals(Verdict.GREEN, new PoliciesBlock(policies).collect().verdict());
  }

  private Policies policies(Governance governance) {
    Policies policies = new Policies(governance, clock, telemetry);
    policies.register("staleFx", "graceWindow", () -> graceWindow);
    return policies;
  }

  private boolean exposed(String sample) {
    return telemetry.scrape(null).body().contains("\n" + sample + "\n");
  }

  private Path file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "governance", ".json"), content);
  }

  private static String example() throws IOException {
    String page = Files.readString(FORMATS.resolve("governance.md"));
    int begin = page.indexOf("```json\n") + "```json\n".length();
    return page.substring(begin, page.indexOf("```", begin));
  }

  private static JsonSchema schema() throws IOException {
    String schema = Files.readString(FORMATS.resolve("production-governance.schema.json"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
  }
}

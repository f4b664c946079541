package dev.tocsin.sdk.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReadinessTest {

  private static final Set<String> REQUIRED =
      Set.of(
          "JWT_ACCESS_SECRET",
          "JWT_REFRESH_SECRET",
          "REDIS_URL",
          "MONGO_URL",
          "AI_AGENT_BASE_URL",
          "IMAGE_PROC_BASE_URL",
          "OPENAI_API_KEY",
          "ANTHROPIC_API_KEY",
          "EXCHANGE_RATE_API_KEY");

  private final Map<String, String> values = complete();

  static Map<String, String> complete() {
    Map<String, String> values = new HashMap<>();
    values.put("JWT_ACCESS_SECRET", "q8Zr-access-topsecret");
    values.put("JWT_REFRESH_SECRET", "q8Zr-refresh-topsecret");
    values.put("REDIS_URL", "rediss://:topsecret@redis.shop.internal:6380");
    values.put("MONGO_URL", "mongodb://u:topsecret@mongo-a:27017,mongo-b:27017/shop?replicaSet=r");
    values.put("AI_AGENT_BASE_URL", "https://agent.shop.internal");
    values.put("IMAGE_PROC_BASE_URL", "https://images.shop.internal");
    values.put("OPENAI_API_KEY", "sk-topsecret");
    values.put("ANTHROPIC_API_KEY", "sk-ant-topsecret");
    values.put("EXCHANGE_RATE_API_KEY", "topsecret");
    values.put(IncidentTransport.PRIMARY_WEBHOOK, "https://incidents.shop.internal/hook");
    values.put(IncidentTransport.PRIMARY_TOKEN, "topsecret");
    return values;
  }

  @Test
  void theStandardContractRequiresTheKeysOfTheApiRuntime() {
    assertEquals(
        REQUIRED,
        ConfigContract.standard().keys().stream()
            .filter(ContractKey::required)
            .map(ContractKey::name)
            .collect(Collectors.toSet()));
  }

  @Test
  void completeSettingsAreReadyAndNoValueIsShown() throws Exception {
    ReadinessVerdict verdict = verdict("production");

    assertEquals(List.of(), verdict.failures());
    assertTrue(verdict.ready());
    assertEquals(AdminTokenValidation.LOCAL, verdict.adminTokenValidation());
    assertFalse(verdict.content().toString().contains("topsecret"));
    assertFalse(verdict.toString().contains("topsecret"));
  }

  @Test
  void eachRequiredKeyThatIsMissingBreaksADeployedEnvironment() {
    for (String key : REQUIRED) {
      Map<String, String> without = new HashMap<>(values);
      without.remove(key);
      ReadinessVerdict verdict =
          new ConfigReadiness(
                  ConfigContract.standard(), without::get, DeploymentEnvironment.of("staging"))
              .verdict();

      assertEquals(List.of(new FailedKey(key, key + " is not set")), verdict.failures());
      assertFalse(verdict.ready());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "test", "CI", " dev ", ""})
  void whatIsMissingIsOnlyReportedWhereNothingIsDeployed(String environment) {
    values.clear();
    ReadinessVerdict verdict = verdict(environment);

    assertTrue(verdict.ready());
    assertEquals(List.of(), verdict.failures());
    assertTrue(verdict.content().toString().contains("state=missing"));
    assertEquals(AdminTokenValidation.CACHED_API, verdict.adminTokenValidation());
  }

  @ParameterizedTest
  @ValueSource(strings = {"production", "staging", "qa-7", "Preview"})
  void aNameThatIsNotKnownAsLocalIsDeployed(String environment) {
    assertTrue(DeploymentEnvironment.of(environment).deployed());
  }

  @ParameterizedTest
  @CsvSource({
    "SECRET, '', is blank",
    "SECRET, '  ', is blank",
    "SECRET, 'abc ', begins or ends with white space",
    "SECRET, 'a b', has white space inside",
    "SECRET, changeme, is a placeholder",
    "SECRET, CHANGE_ME, is a placeholder",
    "SECRET, your-api-key, is a placeholder",
    "SECRET, <token>, is a placeholder",
    "SECRET, ${OPENAI_API_KEY}, is a placeholder",
    "SECRET, xxxx, is a placeholder",
    "URL, not a url, is no URL",
    "URL, redis.shop.internal:6379, is no URL with a scheme and a host",
    "URL, https://, is no URL",
    "URL, https:///path, is no URL with a scheme and a host",
    "URL, 'mongodb://a:1,:2/x', is no URL with a scheme and a host",
    "URL, https://example.com/hook, is a placeholder",
    "URL, http://localhost:8080, points at this machine although production is deployed",
    "URL, redis://127.0.0.1:6379, points at this machine although production is deployed",
    "URL, http://[::1]:8080, points at this machine although production is deployed",
    "URL, 'mongodb://a:1,localhost:2/x', points at this machine although production is deployed",
    "HOST, localhost, points at this machine although production is deployed"
  })
  void valuesThatCannotBeRightAreInvalid(SettingKind kind, String value, String reason) {
    SettingCheck check = SettingCheck.of(kind, value, DeploymentEnvironment.of("production"));

    assertEquals(SettingState.INVALID, check.state());
    assertEquals(reason, check.reason());
  }

  @Test
  void thisMachineIsFineWhereNothingIsDeployed() {
    SettingCheck check =
        SettingCheck.of(SettingKind.URL, "redis://localhost:6379", DeploymentEnvironment.LOCAL);

    assertTrue(check.present());
  }

  @ParameterizedTest
  @CsvSource({
    "INCIDENT_ALERT_WEBHOOK_URL, false, true",
    "INCIDENT_ALERT_WEBHOOK_BEARER_TOKEN, true, false"
  })
  void oneHalfOfTheTransportStillBlocksProduction(String missing, boolean webhook, boolean token) {
    values.remove(missing);
    ReadinessVerdict verdict = verdict("production");

    assertEquals(List.of(missing), verdict.failures().stream().map(FailedKey::key).toList());
    assertEquals(new IncidentTransport(webhook, token, false, false), verdict.transport());
    assertEquals(Verdict.RED, transportVerdict("production", false));
    assertEquals(Verdict.AMBER, transportVerdict("staging", false));
    assertEquals(Verdict.GREEN, transportVerdict("local", false));
  }

  @Test
  void aDeclaredSecondWayIsRequired() {
    ConfigContract policy = new ConfigContract(true, ConfigContract.standard().keys());
    ReadinessVerdict verdict =
        new ConfigReadiness(policy, values::get, DeploymentEnvironment.of("production")).verdict();

    assertEquals(
        List.of(IncidentTransport.SECONDARY_WEBHOOK, IncidentTransport.SECONDARY_TOKEN),
        verdict.failures().stream().map(FailedKey::key).toList());
    assertEquals(Verdict.RED, transportVerdict("staging", true));
  }

  @Test
  void theVerdictIsPublishedAsGauges() {
    values.remove("REDIS_URL");
    values.remove("STRIPE_SECRET_KEY");
    try (Telemetry telemetry = new Telemetry()) {
      verdict("staging").publish(telemetry);
      String metrics = telemetry.scrape(null).body();

      assertTrue(metrics.contains("config_readiness{key=\"REDIS_URL\"} 0.0\n"));
      assertTrue(metrics.contains("config_readiness{key=\"MONGO_URL\"} 1.0\n"));
      assertTrue(metrics.contains("config_readiness{key=\"STRIPE_SECRET_KEY\"} 1.0\n"));
      assertTrue(
          metrics.contains(
              "incident_transport_configured{part=\"token\",transport=\"primary\"} 1.0\n"));
      assertTrue(
          metrics.contains(
              "incident_transport_configured{part=\"webhook\",transport=\"secondary\"} 0.0\n"));
    }
  }

  @Test
  void theBlockIsRedWithEachReason() throws Exception {
    values.put("REDIS_URL", "redis://localhost");
    BlockReport report = readiness("production", false).configBlock().collect();

    assertEquals(Verdict.RED, report.verdict());
    assertEquals(
        List.of("REDIS_URL points at this machine although production is deployed"),
        report.reasons());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"secondaryEscalation\":false,\"keys\":[{\"name\":\"A\",\"kind\":\"secret\"}]}",
        "{\"secondaryEscalation\":false,\"keys\":[{\"name\":\"A\",\"kind\":\"colour\","
            + "\"required\":true,\"feature\":\"x\"}]}",
        "{\"secondaryEscalation\":false,\"keys\":[],\"more\":1}"
      })
  void aContractThatCannotBeReadIsRefused(String json) {
    assertThrows(IllegalArgumentException.class, () -> ConfigContract.parse(json));
  }

  private Verdict transportVerdict(String environment, boolean secondary) {
    try {
      return readiness(environment, secondary).transportBlock().collect().verdict();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private ConfigReadiness readiness(String environment, boolean secondary) {
    ConfigContract contract = new ConfigContract(secondary, ConfigContract.standard().keys());
    return new ConfigReadiness(contract, values::get, DeploymentEnvironment.of(environment));
  }

  private ReadinessVerdict verdict(String environment) {
    return readiness(environment, false).verdict();
  }
}

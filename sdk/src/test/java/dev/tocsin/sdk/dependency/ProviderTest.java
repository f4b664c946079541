package dev.tocsin.sdk.dependency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.health.HealthOptions;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.HealthStatus;
import dev.tocsin.sdk.health.StartupGate;
import dev.tocsin.sdk.readiness.DeploymentEnvironment;
import dev.tocsin.sdk.readiness.SettingKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderTest {

  private static final ServiceSetting KEY = secret("sk_live_topsecret");

  @Test
  void stripeTellsItsVersionAndModeAndIsAskedOnceAMinute() throws Exception {
    try (StandIn stripe =
            new StandIn(
                200,
                Map.of("Stripe-Version", "2026-08-27"),
                "{\"object\":\"balance\",\"livemode\":true}");
        ConfiguredIndicator indicator = StripeIndicator.of(KEY, stripe.url())) {
      HealthOutcome outcome = indicator.check();

      assertEquals(HealthStatus.UP, outcome.status());
      assertEquals("2026-08-27", outcome.details().get("apiVersion"));
      assertEquals(true, outcome.details().get("livemode"));
      assertEquals("/v1/balance", stripe.path.get());
      assertEquals("Bearer sk_live_topsecret", stripe.headers.get().getFirst("Authorization"));
      assertEquals(Duration.ofSeconds(60), indicator.cacheTime());

      stripe.requests.set(0);
      try (HealthEngine engine = engine(indicator)) {
        for (int i = 0; i < 20; i++) {
          assertEquals(HealthStatus.UP, engine.external().status());
        }
        assertEquals(1, stripe.requests.get());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, DOWN, refused the credentials with HTTP status 401",
    "429, DEGRADED, asks for fewer calls with HTTP status 429",
    "500, DOWN, answered with HTTP status 500"
  })
  void errorsOfAProviderAreToldWithoutTheKey(int status, HealthStatus expected, String reason)
      throws Exception {
    try (StandIn stripe = new StandIn(status, Map.of(), "");
        ConfiguredIndicator indicator = StripeIndicator.of(KEY, stripe.url())) {
      HealthOutcome outcome = indicator.check();

      assertEquals(expected, outcome.status());
      assertEquals(reason, outcome.reason());
      assertFalse(outcome.toString().contains("topsecret"));
    }
  }

  @Test
  void aBodyThatIsNotTheProvidersIsDown() throws Exception {
    try (StandIn proxy = new StandIn(200, Map.of(), "<html>sign in</html>");
        ConfiguredIndicator indicator = ModelProviders.openAi(KEY, proxy.url())) {
      IOException failure = assertThrows(IOException.class, indicator::check);
      assertEquals("the answer is no JSON", failure.getMessage());
    }
  }

  @Test
  void modelProvidersAreAskedForTheirModelsEachInItsOwnWay() throws Exception {
    try (StandIn provider = new StandIn(200, Map.of(), "{\"data\":[{\"id\":\"a\"}]}");
        ConfiguredIndicator openAi = ModelProviders.openAi(KEY, provider.url());
        ConfiguredIndicator anthropic = ModelProviders.anthropic(KEY, provider.url())) {
      assertEquals(1, openAi.check().details().get("models"));
      assertEquals("Bearer sk_live_topsecret", provider.headers.get().getFirst("Authorization"));

      assertEquals(1, anthropic.check().details().get("models"));
      assertEquals("sk_live_topsecret", provider.headers.get().getFirst("x-api-key"));
      assertEquals("2023-06-01", provider.headers.get().getFirst("anthropic-version"));
      assertEquals("/v1/models", provider.path.get());
    }
  }

  @Test
  void aListOfModelsThatIsLongerThanWhatIsReadIsUp() throws Exception {
    String models = "{\"data\":[\"" + "x".repeat(100_000) + "\"]}";
    try (StandIn provider = new StandIn(200, Map.of(), models);
        ConfiguredIndicator openAi = ModelProviders.openAi(KEY, provider.url())) {
      assertEquals(HealthStatus.UP, openAi.check().status());
    }
  }

  @Test
  void anExchangeRateProviderMayFailWithStatus200() throws Exception {
    try (StandIn good = new StandIn(200, Map.of(), "{\"result\":\"success\"}");
        StandIn bad =
            new StandIn(200, Map.of(), "{\"result\":\"error\",\"error-type\":\"quota-reached\"}");
        ConfiguredIndicator fine = ExchangeRateIndicator.of(KEY, good.url());
        ConfiguredIndicator broken = ExchangeRateIndicator.of(KEY, bad.url())) {
      assertEquals(HealthStatus.UP, fine.check().status());
      IOException failure = assertThrows(IOException.class, broken::check);
      assertEquals("the provider answered quota-reached", failure.getMessage());
    }
  }

  @Test
  void aServiceWithoutItsVariableIsNotConfiguredAndNotDown() throws Exception {
    for (NamedService service : NamedService.PLATFORM) {
      ServiceSetting missing =
          ServiceSetting.read(
              service.key(), SettingKind.URL, key -> null, DeploymentEnvironment.LOCAL);
      try (ConfiguredIndicator indicator = service.indicator(missing)) {
        HealthOutcome outcome = indicator.check();

        assertEquals(HealthStatus.NOT_CONFIGURED, outcome.status());
        assertEquals(service.key() + " is not set", outcome.reason());
        assertEquals(service.key(), outcome.details().get("setting"));
      }
    }
  }

  @Test
  void aDeployedServiceThatPointsAtThisMachineIsNotConfigured() throws Exception {
    NamedService agent = NamedService.PLATFORM.get(0);
    try (StandIn alive = new StandIn(200, Map.of(), "{}")) {
      String address = alive.url().toString();
      try (ConfiguredIndicator deployed = agent.indicator(url(address, "production"));
          ConfiguredIndicator local = agent.indicator(url(address + "/", "local"))) {
        assertEquals(HealthStatus.NOT_CONFIGURED, deployed.check().status());
        assertTrue(deployed.check().reason().contains("points at this machine"));
        assertEquals(0, alive.requests.get());

        assertEquals(HealthStatus.UP, local.check().status());
        assertEquals("/health", alive.path.get());
      }
    }
  }

  @Test
  void aNamedServiceWithAnotherSchemeIsAConnection() throws Exception {
    NamedService conexxus = NamedService.PLATFORM.get(3);
    int port;
    ConfiguredIndicator indicator;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
      indicator = conexxus.indicator(url("tcp://localhost:" + port, "local"));
      assertEquals(HealthStatus.UP, indicator.check().status());
    }
    assertThrows(IOException.class, indicator::check);
    indicator.close();
  }

  @Test
  void theSettingIsNeverPrinted() {
    assertFalse(KEY.toString().contains("topsecret"));
    assertFalse(new SmtpAccount("h", 25, "u", "topsecret").toString().contains("topsecret"));
  }

  private static HealthEngine engine(HealthIndicator indicator) {
    return new HealthEngine(
        HealthOptions.defaults(), new StartupGate(InstantSource.system()), List.of(indicator));
  }

  private static ServiceSetting secret(String value) {
    return ServiceSetting.read(
        StripeIndicator.KEY, SettingKind.SECRET, key -> value, DeploymentEnvironment.LOCAL);
  }

  private static ServiceSetting url(String value, String environment) {
    return ServiceSetting.read(
        "AI_AGENT_BASE_URL",
        SettingKind.URL,
        key -> URI.create(value).toString(),
        DeploymentEnvironment.of(environment));
  }
}

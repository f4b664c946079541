package dev.tocsin.sdk.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.metrics.WebhookResult;
import dev.tocsin.sdk.testkit.LogCapture;
import dev.tocsin.sdk.testkit.ManualClock;
import dev.tocsin.sdk.testkit.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookReceiverTest {

  private static final String SECRET = "whsec_test";
  private static final String PAYMENT = "{\"id\":\"evt_1\",\"type\":\"payment\",\"amount\":10}";

  private final ManualClock clock = new ManualClock();
  private final Telemetry telemetry = new Telemetry();
  private final List<String> handled = new ArrayList<>();
  private final List<String> secrets = new CopyOnWriteArrayList<>(List.of(SECRET));
  private final LogCapture log = new LogCapture(WebhookReceiver.class.getName());
  private ReplayStore store = new InMemoryReplayStore(100, clock);
  private WebhookResult next = WebhookResult.SUCCESS;

  @AfterEach
  void stopListening() {
    log.close();
  }

  private WebhookOutcome receive(Map<String, String> headers, String body) {
    return receive(SignatureScheme.stripe(), headers, body);
  }

  private WebhookOutcome receive(SignatureScheme scheme, Map<String, String> headers, String body) {
    WebhookReceiver receiver =
        new WebhookReceiver(
            WebhookOptions.of("stripe"), scheme, () -> secrets, store, telemetry, clock);
    return receiver.receive(
        new WebhookRequest(headers, body.getBytes(StandardCharsets.UTF_8)),
        request -> {
          handled.add(request.text());
          return next;
        });
  }

  private Map<String, String> signed(String body) {
    return signed(body, SECRET, clock.instant().getEpochSecond());
  }

  private static Map<String, String> signed(String body, String secret, long seconds) {
    return Map.of("stripe-signature", "t=" + seconds + ",v0=ab,v1=" + hex(body, secret, seconds));
  }

  private static String hex(String body, String secret, long seconds) {
    byte[] key = secret.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of()
        .formatHex(Hmac.sign(key, seconds + ".", body.getBytes(StandardCharsets.UTF_8)));
  }

  private List<String> rejections() {
    return Samples.of(telemetry, "webhook_rejections_total{");
  }

  private static String rejection(String reason, int count) {
    return "webhook_rejections_total{provider=\"stripe\",reason=\""
        + reason
        + "\"} "
        + count
        + ".0";
  }

  /// The example of the documentation.
  @Test
  void aGenuineEventIsHandledOnceAndItsReplayIsKnown() {
    assertEquals(WebhookOutcome.ACCEPTED, receive(signed(PAYMENT), PAYMENT));
    clock.advance(Duration.ofMinutes(1));
    assertEquals(WebhookOutcome.DUPLICATE, receive(signed(PAYMENT), PAYMENT));
    assertEquals(List.of(PAYMENT), handled);
    assertEquals(
        List.of(
            "webhook_events_total{result=\"error\"} 0.0",
            "webhook_events_total{result=\"ignored\"} 1.0",
            "webhook_events_total{result=\"success\"} 1.0"),
        Samples.of(telemetry, "webhook_events_total{"));
    assertEquals(List.of(rejection("replayed", 1)), rejections());
    assertEquals(List.of(), log.lines());
  }

  @Test
  void aKnownIdWithAnotherPayloadIsHandledByNobodyAndLogged() {
    receive(signed(PAYMENT), PAYMENT);
    String other = PAYMENT.replace("10", "99");
    assertEquals(WebhookOutcome.MISMATCH, receive(signed(other), other));
    assertEquals(List.of(PAYMENT), handled);
    assertEquals(List.of(rejection("mismatch", 1)), rejections());
    assertTrue(log.lines().get(0).contains("stripe_webhook_replayed_mismatch"), log.lines().get(0));
    assertTrue(log.lines().get(0).contains("evt_1"), log.lines().get(0));
  }

  @Test
  void whatIsNotSignedProperlyIsRejectedForItsReason() {
    long now = clock.instant().getEpochSecond();
    assertEquals(WebhookOutcome.REJECTED, receive(Map.of(), PAYMENT));
    for (String header : List.of("", "t=1", "v1=ab", "t=x,v1=" + "0".repeat(64), "t=" + now)) {
      receive(Map.of("Stripe-Signature", header), PAYMENT);
    }
    receive(signed(PAYMENT, "whsec_other", now), PAYMENT);
    receive(signed(PAYMENT), PAYMENT + " ");
    receive(signed(PAYMENT, SECRET, now - 301), PAYMENT);
    receive(signed(PAYMENT, SECRET, now + 301), PAYMENT);
    assertEquals(
        List.of(
            rejection("forged", 2),
            rejection("malformed", 5),
            rejection("missing", 1),
            rejection("stale", 2)),
        rejections());
    assertEquals(List.of(), handled);
    assertTrue(log.lines().stream().allMatch(line -> line.contains("stripe_webhook_error")));
  }

  @Test
  void theToleranceIsExactAndASecretCanBeReplacedWithoutAGap() {
    long now = clock.instant().getEpochSecond();
    assertEquals(WebhookOutcome.ACCEPTED, receive(signed(PAYMENT, SECRET, now - 300), PAYMENT));
    secrets.add(0, "whsec_new");
    String second = PAYMENT.replace("evt_1", "evt_2");
    assertEquals(WebhookOutcome.ACCEPTED, receive(signed(second, SECRET, now + 300), second));
    String third = PAYMENT.replace("evt_1", "evt_3");
    assertEquals(WebhookOutcome.ACCEPTED, receive(signed(third, "whsec_new", now), third));
  }

  @Test
  void anEventThatFailsIsHandledWhenItComesAgain() {
    next = WebhookResult.ERROR;
    assertEquals(WebhookOutcome.FAILED, receive(signed(PAYMENT), PAYMENT));
    next = null;
    assertEquals(500, receive(signed(PAYMENT), PAYMENT).status());
    next = WebhookResult.IGNORED;
    assertEquals(WebhookOutcome.IGNORED, receive(signed(PAYMENT), PAYMENT));
    assertEquals(WebhookOutcome.DUPLICATE, receive(signed(PAYMENT), PAYMENT));
    assertEquals(3, handled.size());
  }

  @Test
  void withoutSecretOrStoreNothingIsHandledAndTheProviderComesAgain() {
    secrets.clear();
    assertEquals(WebhookOutcome.UNAVAILABLE, receive(signed(PAYMENT), PAYMENT));
    secrets.add(SECRET);
    store = new BrokenStore();
    assertEquals(503, receive(signed(PAYMENT), PAYMENT).status());
    assertEquals(List.of(), handled);
    assertEquals(List.of(rejection("no_secret", 1), rejection("store", 1)), rejections());
  }

  /// A store whose database is away.
  private static final class BrokenStore implements ReplayStore {
    @Override
    public Claim claim(String id, String digest, Duration lease) throws IOException {
      throw new IOException("away");
    }

    @Override
    public void complete(String id, String digest, Duration retention) {}

    @Override
    public void release(String id) {}
  }

  @Test
  void anEventWithoutAUsableIdIsRejected() {
    for (String body : List.of("no json", "{}", "{\"id\":7}", "{\"id\":\"a b\"}")) {
      assertEquals(WebhookOutcome.REJECTED, receive(signed(body), body));
    }
    String large = "{\"id\":\"" + "x".repeat(256 * 1024) + "\"}";
    assertEquals(WebhookOutcome.REJECTED, receive(signed(large), large));
    assertEquals(List.of(rejection("no_id", 4), rejection("too_large", 1)), rejections());
  }

  /// The example of the specification of Standard Webhooks.
  @Test
  void standardWebhooksAreCheckedByTheirOwnExample() {
    SignatureScheme scheme = SignatureScheme.standardWebhooks();
    String body = "{\"test\": 2432232314}";
    secrets.set(0, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    clock.advance(Duration.between(clock.instant(), Instant.ofEpochSecond(1_614_265_330)));
    Map<String, String> headers =
        Map.of(
            "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp", "1614265330",
            "webhook-signature",
                "v1a,bm9wZQ== v1,not-base64 v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    assertEquals(WebhookOutcome.ACCEPTED, receive(scheme, headers, body));
    assertEquals(WebhookOutcome.DUPLICATE, receive(scheme, headers, body));
    assertEquals(WebhookOutcome.REJECTED, receive(scheme, headers, body + " "));
    assertEquals(
        WebhookOutcome.REJECTED,
        receive(
            scheme,
            Map.of(
                "webhook-id", "other",
                "webhook-timestamp", "1614265330",
                "webhook-signature", "v1," + Base64.getEncoder().encodeToString(new byte[32])),
            body));
    assertEquals(List.of(rejection("forged", 2), rejection("replayed", 1)), rejections());
  }

  @Test
  void itSharesItsCounterWithTheRecordingMethods() {
    new ApplicationMetrics(telemetry).recordWebhookEvent(WebhookResult.SUCCESS);
    assertEquals(WebhookOutcome.ACCEPTED, receive(signed(PAYMENT), PAYMENT));
    assertTrue(
        Samples.of(telemetry, "webhook_events_total{")
            .contains("webhook_events_total{result=\"success\"} 2.0"));
  }
}

package dev.tocsin.marketplace.payment;

import dev.tocsin.marketplace.payment.StripeClient.Field;
import dev.tocsin.marketplace.payment.StripeClient.NoAnswerException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Tells the provider where to send events, and keeps the secret they are signed with.
///
/// It tries until it works, and looks now and then whether the provider still knows us. What an
/// earlier run registered for the same address is removed first.
@Component
class WebhookRegistration {
  static final String PATH = "/webhooks/stripe";
  private static final Logger LOG = System.getLogger(WebhookRegistration.class.getName());
  private static final int CHECK_EVERY_ROUNDS = 15;

  private final StripeClient stripe;
  private final PaymentOptions options;
  private final JsonMapper json;
  private volatile @Nullable Endpoint endpoint;
  private volatile int port;
  private int rounds;

  private record Endpoint(String id, String secret) {}

  WebhookRegistration(StripeClient stripe, PaymentOptions options, JsonMapper json) {
    this.stripe = stripe;
    this.options = options;
    this.json = json;
  }

  @EventListener
  void listening(WebServerInitializedEvent event) {
    port = event.getWebServer().getPort();
  }

  /// The secret that events must be signed with; empty before the registration.
  Optional<String> secret() {
    if (!options.webhookSecret().isEmpty()) {
      return Optional.of(options.webhookSecret());
    }
    var known = endpoint;
    return known == null ? Optional.empty() : Optional.of(known.secret());
  }

  @Scheduled(fixedDelayString = "${marketplace.payment-registration-pause:2s}")
  void keepRegistered() {
    if (port == 0 || !options.webhookSecret().isEmpty()) {
      return;
    }
    try {
      var known = endpoint;
      if (known == null) {
        endpoint = register();
        LOG.log(Level.INFO, "Registered for payment events");
      } else if (++rounds % CHECK_EVERY_ROUNDS == 0
          && stripe.get("/v1/webhook_endpoints/" + known.id()).status() == 404) {
        endpoint = null;
      }
    } catch (NoAnswerException | JacksonException | IllegalStateException exception) {
      LOG.log(Level.DEBUG, "Not registered for payment events yet: {0}", exception.getMessage());
    }
  }

  private Endpoint register() {
    var url = options.webhookUrl().isEmpty() ? loopbackUrl() : options.webhookUrl();
    removeEarlier(url);
    var form = new ArrayList<Field>();
    form.add(new Field("url", url));
    WebhookEvent.TYPES.forEach(type -> form.add(new Field("enabled_events[]", type)));
    var answer = stripe.post("/v1/webhook_endpoints", form, UUID.randomUUID().toString());
    var body = json.readTree(answer.body());
    var id = body.path("id").asString("");
    var secret = body.path("secret").asString("");
    if (answer.status() != 200 || id.isEmpty() || secret.isEmpty()) {
      throw new IllegalStateException("the provider answered HTTP " + answer.status());
    }
    return new Endpoint(id, secret);
  }

  private void removeEarlier(String url) {
    var answer = stripe.get("/v1/webhook_endpoints");
    if (answer.status() != 200) {
      return;
    }
    var earlier = new ArrayList<String>();
    for (var entry : json.readTree(answer.body()).path("data")) {
      if (entry.path("url").asString("").equals(url)) {
        earlier.add(entry.path("id").asString(""));
      }
    }
    List.copyOf(earlier).forEach(id -> stripe.delete("/v1/webhook_endpoints/" + id));
  }

  private String loopbackUrl() {
    return "http://127.0.0.1:" + port + PATH;
  }
}

package dev.tocsin.marketplace.payment;

import dev.tocsin.marketplace.payment.PaymentResult.Declined;
import dev.tocsin.marketplace.queue.Job;
import dev.tocsin.marketplace.queue.JobWork;
import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.WebhookResult;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Works on the events that were accepted, apart from the provider's request.
@Component
class WebhookWork implements JobWork {
  static final String QUEUE = "webhooks";

  private final PaymentEventListener listener;
  private final JsonMapper json;
  private final ApplicationMetrics metrics;

  WebhookWork(PaymentEventListener listener, JsonMapper json, ApplicationMetrics metrics) {
    this.listener = listener;
    this.json = json;
    this.metrics = metrics;
  }

  @Override
  public String queue() {
    return QUEUE;
  }

  @Override
  public void run(Job job) {
    var begin = System.nanoTime();
    var event = WebhookEvent.of(json.readTree(job.payload()));
    var result = WebhookResult.ERROR;
    try {
      result = apply(event) ? WebhookResult.SUCCESS : WebhookResult.IGNORED;
    } finally {
      metrics.recordStripeWebhook(event.type(), (System.nanoTime() - begin) / 1e9);
      metrics.recordWebhookEvent(result);
    }
  }

  /// The tries before have been counted one by one.
  @Override
  public void gaveUp(Job job) {}

  private boolean apply(WebhookEvent event) {
    return switch (event.type()) {
      case WebhookEvent.SUCCEEDED ->
          listener.paymentEnded(event.orderId(), StripeAnswer.intent(event.subject()));
      case WebhookEvent.FAILED -> listener.paymentEnded(event.orderId(), decline(event));
      case WebhookEvent.REFUNDED -> listener.refunded(event.orderId());
      default -> false;
    };
  }

  private static Declined decline(WebhookEvent event) {
    var error = event.subject().path("last_payment_error");
    return new Declined(
        error.path("decline_code").asString("card_declined"),
        error.path("message").asString("The card was declined."));
  }
}

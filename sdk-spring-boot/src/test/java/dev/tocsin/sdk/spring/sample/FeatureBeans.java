package dev.tocsin.sdk.spring.sample;

import dev.tocsin.sdk.deploy.SmokeOutcome;
import dev.tocsin.sdk.deploy.SmokeTest;
import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.Verdict;
import dev.tocsin.sdk.outbox.Outbox;
import dev.tocsin.sdk.outbox.Transport;
import dev.tocsin.sdk.outbox.kafka.KafkaTransport;
import dev.tocsin.sdk.policy.Policies;
import dev.tocsin.sdk.queue.MonitoredQueue;
import dev.tocsin.sdk.queue.QueueFigures;
import dev.tocsin.sdk.security.AccessRule;
import dev.tocsin.sdk.security.Finding;
import dev.tocsin.sdk.usage.Admission;
import dev.tocsin.sdk.usage.ModelId;
import dev.tocsin.sdk.usage.Reservation;
import dev.tocsin.sdk.usage.TokenUsage;
import dev.tocsin.sdk.usage.UsageMeter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.annotation.Transactional;

/// Beans that pages of features show. Compiled, not run: each feature has its own tests.
abstract class FeatureBeans {

  // snippet: health-block
  static final class ReturnsBlock implements OpsBlock {

    private final Returns returns;

    ReturnsBlock(Returns returns) {
      this.returns = returns;
    }

    @Override
    public String name() {
      return "returns";
    }

    @Override
    public BlockReport collect() {
      int waiting = returns.waiting();
      return waiting < 100
          ? new BlockReport(Verdict.GREEN, List.of(), Map.of("waiting", waiting))
          : new BlockReport(
              Verdict.AMBER, List.of(waiting + " returns wait"), Map.of("waiting", waiting));
    }
  }

  // end

  // snippet: queues-queue
  @Bean
  MonitoredQueue crawl(CrawlTable table) {
    return new MonitoredQueue() {
      @Override
      public String name() {
        return "crawl";
      }

      @Override
      public QueueFigures figures() {
        return QueueFigures.of(table.count(), table.oldestAge());
      }
    };
  }

  // end

  // snippet: outbox-transport
  @Bean
  Transport transport() {
    return new KafkaTransport(Map.of("bootstrap.servers", "kafka:9092"));
  }

  @Transactional
  public void place(String orderId, String json) {
    save(orderId);
    outbox().publish("orders", orderId, json); // topic, key, payload
  }

  // end

  // snippet: deploy-test
  @Bean
  SmokeTest products(Products products) {
    return SmokeTest.of(
        "products",
        () ->
            products.first().isPresent()
                ? SmokeOutcome.passed()
                : SmokeOutcome.failed("no product"));
  }

  // end

  // snippet: security-rule
  @Bean
  AccessRule exportsAtNoon() {
    return (access, at) ->
        access.resource().equals("customer-export")
            ? Optional.of(new Finding("export", Finding.account(access.user()), ""))
            : Optional.empty();
  }

  // end

  void policies(Policies policies, Rates rates) {
    // snippet: policies-register
    policies.register("staleFx", "graceWindow", () -> rates.graceWindow());
    // end
  }

  String usage(UsageMeter meter, String user, String prompt, long promptTokens, long maxTokens) {
    // snippet: usage-reserve
    ModelId model = ModelId.parse("openai/gpt-4o-mini");
    Admission answer = meter.reserve(user, model, promptTokens, maxTokens);
    if (answer instanceof Admission.Admitted admitted) {
      try (Reservation reservation = admitted.reservation()) {
        Answer said = ask(prompt);
        reservation.settle(TokenUsage.reported(said.inputTokens(), said.outputTokens()));
        return said.text();
      }
    }
    return "429: " + ((Admission.Refused) answer).message();
    // end
  }

  abstract Outbox outbox();

  abstract void save(String orderId);

  abstract Answer ask(String prompt);

  record Answer(String text, long inputTokens, long outputTokens) {}

  interface Returns {
    int waiting();
  }

  interface CrawlTable {
    long count();

    Duration oldestAge();
  }

  interface Products {
    Optional<String> first();
  }

  interface Rates {
    Duration graceWindow();
  }
}

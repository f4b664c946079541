package dev.tocsin.sdk.health;

import dev.tocsin.sdk.inquiry.Finding;
import dev.tocsin.sdk.inquiry.Inquiry;
import dev.tocsin.sdk.inquiry.InquiryThreads;
import dev.tocsin.sdk.inquiry.SharedInquiry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// One indicator as an inquiry: what it threw and that it was late are outcomes as well.
final class IndicatorRun implements Inquiry<HealthOutcome> {

  static final String TIMEOUT = "timeout";

  private final HealthIndicator indicator;
  private final SharedInquiry<HealthOutcome> shared;

  IndicatorRun(
      HealthIndicator indicator,
      InstantSource clock,
      InquiryThreads threads,
      Consumer<IndicatorResult> listener) {
    this.indicator = indicator;
    this.shared =
        new SharedInquiry<>(this, threads, clock, finding -> listener.accept(result(finding)));
  }

  HealthIndicator indicator() {
    return indicator;
  }

  /// The result that is fresh enough, or the one in the making; completes within the timeout.
  CompletableFuture<IndicatorResult> result() {
    return shared.finding().thenApply(this::result);
  }

  @Override
  public HealthOutcome ask() throws Exception {
    return indicator.check();
  }

  @Override
  public HealthOutcome failed(Throwable failure) {
    String message = failure.getMessage();
    String type = failure.getClass().getSimpleName();
    return HealthOutcome.down(message == null ? type : type + ": " + message);
  }

  @Override
  public HealthOutcome late() {
    return indicator.criticality() == Criticality.CRITICAL
        ? HealthOutcome.down(TIMEOUT)
        : HealthOutcome.degraded(TIMEOUT);
  }

  @Override
  public Duration timeout() {
    return indicator.timeout();
  }

  @Override
  public Duration cacheTime() {
    return indicator.cacheTime();
  }

  private IndicatorResult result(Finding<HealthOutcome> finding) {
    return new IndicatorResult(
        indicator.name(),
        indicator.criticality(),
        finding.value(),
        finding.latency(),
        finding.at());
  }
}

package dev.tocsin.sdk.deploy;

import java.io.IOException;
import java.util.Optional;

final class MetricsCheck implements SmokeCheck {

  private final SmokeTarget target;

  MetricsCheck(SmokeTarget target) {
    this.target = target;
  }

  @Override
  public SmokeOutcome run() throws IOException, InterruptedException {
    SmokeTarget.Answer answer = target.getMetrics();
    if (answer.status() != 200) {
      return SmokeOutcome.failed("GET /metrics answered " + answer.status() + " instead of 200");
    }
    if (!answer.contentType().startsWith("text/plain")) {
      return SmokeOutcome.failed(
          "GET /metrics answered with the content type '" + answer.contentType() + "'");
    }
    if (answer.body().isEmpty()) {
      return SmokeOutcome.failed("GET /metrics answered with more than 16 MiB");
    }
    Optional<String> problem = PrometheusText.problem(answer.body().get());
    return problem
        .map(found -> SmokeOutcome.failed("GET /metrics is no Prometheus text: " + found))
        .orElseGet(SmokeOutcome::passed);
  }
}

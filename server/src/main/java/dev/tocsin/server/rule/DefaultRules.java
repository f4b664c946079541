package dev.tocsin.server.rule;

import dev.tocsin.server.rule.SimpleRule.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The simple rules that a new installation has.
final class DefaultRules {
  private static final Duration COOLDOWN = Duration.ofMinutes(30);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration QUARTER = Duration.ofSeconds(15);
  private static final List<String> BY_JOB = List.of("job");

  /// A default.
  ///
  /// @param twin the alert of a pack that watches the same
  record Default(SimpleRule rule, String twin) {}

  /// The parts in which one differs from another.
  private record Difference(
      String name, String description, String severity, String runbook, String twin) {}

  private DefaultRules() {}

  /// @param recipients who gets the mails
  /// @param packAlerts names of the alerts that packs raise; a default that would say the same
  ///   twice starts switched off
  static List<SimpleRule> of(List<String> recipients, Set<String> packAlerts) {
    return List.of(errors(), latency(), health(), memory(), redis()).stream()
        .map(one -> adapted(one, recipients, packAlerts))
        .toList();
  }

  private static SimpleRule adapted(Default one, List<String> recipients, Set<String> packAlerts) {
    var rule = one.rule();
    boolean isTold = packAlerts.contains(one.twin());
    var notice = rule.notice();
    return new SimpleRule(
        rule.name(),
        rule.description() + (isTold ? " Off, because a pack has " + one.twin() + "." : ""),
        rule.signal(),
        rule.test(),
        new SimpleRule.Notice(
            notice.severity(),
            notice.cooldown(),
            notice.channel(),
            recipients,
            notice.owner(),
            notice.runbookUrl()),
        !isTold);
  }

  private static Default errors() {
    return made(
        new Difference(
            "High Error Rate",
            "Errors are more than 5 % of the requests.",
            "P1",
            "http-errors",
            "HighErrorRate"),
        new SimpleRule.Signal(
            "api_errors_total",
            Kind.RATIO,
            Map.of(),
            Duration.ofMinutes(2),
            "http_requests_total",
            BY_JOB),
        test(AlertCondition.GT, "0.05", 120, MINUTE));
  }

  private static Default latency() {
    return made(
        new Difference(
            "High P99 Latency",
            "One in a hundred requests takes longer than 5 seconds.",
            "P2",
            "latency",
            "HighP99Latency"),
        new SimpleRule.Signal(
            "http_request_duration_seconds",
            Kind.HISTOGRAM,
            Map.of(),
            Duration.ofMinutes(3),
            "",
            BY_JOB),
        test(AlertCondition.GT, "5", 180, MINUTE));
  }

  private static Default health() {
    return made(
        new Difference(
            "Health Check Failure",
            "A service fails its health check; each is judged on its own.",
            "P1",
            "health-check",
            "HealthCheckFailure"),
        gauge("health_check_status"),
        test(AlertCondition.EQ, "0", 60, Duration.ofSeconds(30)));
  }

  private static Default memory() {
    return made(
        new Difference(
            "High Memory Usage", "The heap is above 500 MB.", "P3", "memory", "HighMemory"),
        gauge("nodejs_heap_used_bytes"),
        test(AlertCondition.GT, "500000000", 300, MINUTE));
  }

  private static Default redis() {
    return made(
        new Difference(
            "Redis Connection Lost",
            "The application does not reach Redis.",
            "P1",
            "redis",
            "RedisConnectionLost"),
        gauge("redis_health_status"),
        test(AlertCondition.EQ, "0", 30, QUARTER));
  }

  private static SimpleRule.Signal gauge(String metric) {
    return SimpleRule.Signal.of(metric, Kind.GAUGE, Map.of(), MINUTE);
  }

  private static SimpleRule.Test test(
      AlertCondition condition, String threshold, int seconds, Duration interval) {
    return new SimpleRule.Test(
        condition, new BigDecimal(threshold), Duration.ofSeconds(seconds), interval, null, 1);
  }

  private static Default made(
      Difference difference, SimpleRule.Signal signal, SimpleRule.Test test) {
    var notice =
        new SimpleRule.Notice(
            difference.severity(),
            COOLDOWN,
            AlertChannel.EMAIL,
            List.of(),
            "platform",
            "/runbooks/core/" + difference.runbook());
    var rule =
        new SimpleRule(difference.name(), difference.description(), signal, test, notice, true);
    return new Default(rule, difference.twin());
  }
}

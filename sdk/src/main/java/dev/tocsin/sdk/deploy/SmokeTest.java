package dev.tocsin.sdk.deploy;

import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.migration.Migrations;

/// One quick look at whether the application that was just deployed does its work. The application
/// adds its own beside the ones that this package makes.
public interface SmokeTest {

  /// The name in reports and labels: lower case, digits and dashes, unique in the application.
  String name();

  /// Looks now. Interrupted when it takes longer than the suite allows; an exception is a failure
  /// of the release.
  SmokeOutcome run() throws Exception;

  /// A test from a lambda.
  static SmokeTest of(String name, SmokeCheck check) {
    return new SimpleSmokeTest(name, check);
  }

  /// `readiness`: `GET /health/ready` answers 200.
  static SmokeTest readiness(SmokeTarget target) {
    return new SimpleSmokeTest("readiness", new ReadinessCheck(target));
  }

  /// `metrics`: `GET /metrics` answers 200 with Prometheus text that can be parsed.
  static SmokeTest metrics(SmokeTarget target) {
    return new SimpleSmokeTest("metrics", new MetricsCheck(target));
  }

  /// `migrations`: the database has every migration that the release brings.
  static SmokeTest migrations(Migrations migrations) {
    return new SimpleSmokeTest("migrations", new MigrationCheck(migrations));
  }

  /// The check of an indicator, asked directly and past every cache, under the indicator's name. It
  /// is for dependencies that replicas share, such as Redis.
  static SmokeTest indicator(HealthIndicator indicator) {
    return new SimpleSmokeTest(indicator.name(), new IndicatorCheck(indicator));
  }

  /// Stands for a test that the configuration does not allow; never passes.
  static SmokeTest skipped(String name, String reason) {
    return new SimpleSmokeTest(name, () -> SmokeOutcome.skipped(reason));
  }
}

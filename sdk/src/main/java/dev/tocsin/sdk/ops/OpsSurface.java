package dev.tocsin.sdk.ops;

import dev.tocsin.sdk.health.HealthAnswer;
import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.health.HealthReport;
import dev.tocsin.sdk.metrics.Scrape;
import dev.tocsin.sdk.metrics.Telemetry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers `GET` and `HEAD` on the probe and scrape paths.
public final class OpsSurface {

  /// The path that serves metrics.
  public static final String METRICS_PATH = "/metrics";

  /// The paths that serve health.
  public static final List<String> HEALTH_PATHS =
      List.of("/health", "/health/live", "/health/ready", "/health/startup", "/healthz", "/readyz");

  private final Telemetry telemetry;
  private final @Nullable HealthEngine health;
  private final MetricsAccess access;

  /// @param health absent when the health paths are switched off
  public OpsSurface(Telemetry telemetry, @Nullable HealthEngine health, MetricsAccess access) {
    this.telemetry = telemetry;
    this.health = health;
    this.access = access;
  }

  /// The answer, or nothing when the path is none of this surface.
  ///
  /// @param accept the request's `Accept` header
  /// @param authorization the request's `Authorization` header
  public Optional<OpsResponse> answer(
      String path, @Nullable String accept, @Nullable String authorization) {
    if (path.equals(METRICS_PATH)) {
      return Optional.of(metrics(accept, authorization));
    }
    HealthEngine engine = health;
    return engine == null ? Optional.empty() : health(engine, path);
  }

  private static Optional<OpsResponse> health(HealthEngine engine, String path) {
    return switch (path) {
      case "/health" -> Optional.of(report(engine.self()));
      case "/health/live" -> Optional.of(report(engine.live()));
      case "/health/ready" -> Optional.of(report(engine.ready()));
      case "/health/startup" -> Optional.of(report(engine.startup()));
      case "/healthz" -> Optional.of(answer(engine.healthz()));
      case "/readyz" -> Optional.of(answer(engine.readyz()));
      default -> Optional.empty();
    };
  }

  private OpsResponse metrics(@Nullable String accept, @Nullable String authorization) {
    if (!access.enabled()) {
      return OpsResponse.text(404, "Metrics are not served; METRICS_ENABLED=true turns them on.\n");
    }
    if (!access.admits(authorization)) {
      return OpsResponse.unauthorized();
    }
    Scrape scrape = telemetry.scrape(accept);
    return OpsResponse.metrics(scrape.contentType(), scrape.body());
  }

  private static OpsResponse report(HealthReport report) {
    return OpsResponse.json(report.httpStatus(), report.json());
  }

  private static OpsResponse answer(HealthAnswer answer) {
    return OpsResponse.json(answer.httpStatus(), answer.json());
  }
}

package dev.tocsin.sdk.ops;

import dev.tocsin.sdk.health.HealthAnswer;
import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.health.HealthReport;
import dev.tocsin.sdk.metrics.Scrape;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.pool.ConnectionPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers on the paths for probes, scrapers and operators.
public final class OpsSurface {

  /// The path that serves metrics.
  public static final String METRICS_PATH = "/metrics";

  /// The paths that serve health to probes, for everybody.
  public static final List<String> HEALTH_PATHS =
      List.of("/health", "/health/live", "/health/ready", "/health/startup", "/healthz", "/readyz");

  /// The path of the operators' blocks.
  public static final String OPS_PATH = "/health/ops";

  private final Telemetry telemetry;
  private final @Nullable HealthEngine health;
  private final @Nullable HealthPages pages;
  private final MetricsAccess metricsAccess;
  private final OpsAccess access;
  private final @Nullable OpsBlocks blocks;
  private final EndpointTable endpoints;

  private OpsSurface(Builder parts) {
    this.telemetry = parts.telemetry;
    this.health = parts.health;
    this.metricsAccess = parts.metricsAccess;
    this.access = parts.access;
    this.blocks = parts.blocks;
    this.pages =
        parts.health == null ? null : new HealthPages(parts.health, parts.blocks, parts.pools);
    this.endpoints = new EndpointTable(parts.endpoints);
  }

  /// A surface that serves nothing yet but the refusal of metrics.
  public static Builder builder(Telemetry telemetry) {
    return new Builder(telemetry);
  }

  /// Every path that is served, with variables in braces.
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    paths.add(METRICS_PATH);
    if (health != null) {
      paths.addAll(HEALTH_PATHS);
      paths.addAll(HealthPages.PATHS);
    }
    if (blocks != null) {
      paths.add(OPS_PATH);
    }
    paths.addAll(endpoints.paths());
    return paths;
  }

  /// The answer to a `GET` on a path for probes and scrapers, or nothing when the path is none of
  /// this surface.
  ///
  /// @param accept the request's `Accept` header
  /// @param authorization the request's `Authorization` header
  public Optional<OpsResponse> answer(
      String path, @Nullable String accept, @Nullable String authorization) {
    return answer(OpsCall.get(path, accept, authorization));
  }

  /// The answer, or nothing when the path is none of this surface.
  public Optional<OpsResponse> answer(OpsCall call) {
    Optional<OpsResponse> read = read(call);
    if (read.isPresent()) {
      return call.reads() ? read : Optional.of(OpsResponse.methodNotAllowed("GET, HEAD"));
    }
    return endpoints.answer(call, access.isOperator(call), access.refusal());
  }

  private Optional<OpsResponse> read(OpsCall call) {
    String path = call.path();
    if (path.equals(METRICS_PATH)) {
      return Optional.of(metrics(call));
    }
    if (path.equals(OPS_PATH) && blocks != null) {
      return Optional.of(
          access.isOperator(call) ? OpsResponse.json(200, blocks.json()) : access.refusal());
    }
    HealthEngine engine = health;
    HealthPages detailed = pages;
    if (engine == null || detailed == null) {
      return Optional.empty();
    }
    Optional<OpsResponse> probe = probe(engine, path);
    return probe.isPresent() ? probe : detailed.answer(path, access.seesDetails(call));
  }

  private static Optional<OpsResponse> probe(HealthEngine engine, String path) {
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

  private OpsResponse metrics(OpsCall call) {
    if (!metricsAccess.enabled()) {
      return OpsResponse.text(404, "Metrics are not served; METRICS_ENABLED=true turns them on.\n");
    }
    if (!metricsAccess.admits(call)) {
      return metricsAccess.refusal();
    }
    Scrape scrape = telemetry.scrape(call.header("Accept"));
    return OpsResponse.metrics(scrape.contentType(), scrape.body());
  }

  private static OpsResponse report(HealthReport report) {
    return OpsResponse.json(report.httpStatus(), report.json());
  }

  private static OpsResponse answer(HealthAnswer answer) {
    return OpsResponse.json(answer.httpStatus(), answer.json());
  }

  /// The parts of a surface; what is not given is not served.
  public static final class Builder {

    private final Telemetry telemetry;
    private @Nullable HealthEngine health;
    private @Nullable OpsBlocks blocks;
    private MetricsAccess metricsAccess = MetricsAccess.disabled();
    private OpsAccess access = OpsAccess.closed();
    private List<ConnectionPool> pools = List.of();
    private List<OpsEndpoint> endpoints = List.of();

    private Builder(Telemetry telemetry) {
      this.telemetry = telemetry;
    }

    /// Serves the health paths.
    public Builder health(HealthEngine engine) {
      this.health = engine;
      return this;
    }

    /// Serves metrics to whom the access says.
    public Builder metrics(MetricsAccess access) {
      this.metricsAccess = access;
      return this;
    }

    /// Shows operators what operators see.
    public Builder operators(OpsAccess access) {
      this.access = access;
      return this;
    }

    /// Serves `/health/ops`, and the blocks on `/health/detailed`. The surface does not close them.
    public Builder blocks(OpsBlocks blocks) {
      this.blocks = blocks;
      return this;
    }

    /// Shows the pools on `/health/db`.
    public Builder pools(List<ConnectionPool> pools) {
      this.pools = List.copyOf(pools);
      return this;
    }

    /// Serves the features' own paths to operators.
    public Builder endpoints(List<OpsEndpoint> endpoints) {
      this.endpoints = List.copyOf(endpoints);
      return this;
    }

    public OpsSurface build() {
      return new OpsSurface(this);
    }
  }
}

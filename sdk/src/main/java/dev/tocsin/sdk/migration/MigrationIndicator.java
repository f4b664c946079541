package dev.tocsin.sdk.migration;

import dev.tocsin.sdk.health.Criticality;
import dev.tocsin.sdk.health.DescribedIndicator;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.HealthScope;
import dev.tocsin.sdk.health.IndicatorDescription;
import dev.tocsin.sdk.health.IndicatorKind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Not ready while the database drifts from the migrations that the application ships.
public final class MigrationIndicator implements DescribedIndicator {

  public static final String NAME = "migrations";

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CACHE_TIME = Duration.ofSeconds(10);

  private final Migrations migrations;
  private volatile @Nullable MigrationDrift last;

  public MigrationIndicator(Migrations migrations) {
    this.migrations = migrations;
  }

  @Override
  public IndicatorDescription description() {
    return new IndicatorDescription(
        NAME, "Migrations", Criticality.CRITICAL, HealthScope.READINESS, TIMEOUT, CACHE_TIME);
  }

  @Override
  public IndicatorKind kind() {
    return IndicatorKind.DATABASE;
  }

  @Override
  public Map<String, Object> publicFigures() {
    MigrationDrift known = last;
    return known == null ? Map.of() : figures(known);
  }

  @Override
  public HealthOutcome check() throws Exception {
    MigrationDrift drift = migrations.drift();
    last = drift;
    return drift.exists()
        ? new HealthOutcome.Down(drift.summary(), figures(drift))
        : new HealthOutcome.Up(figures(drift));
  }

  private static Map<String, Object> figures(MigrationDrift drift) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("drift", drift.exists());
    figures.put("shipped", drift.shipped());
    figures.put("applied", drift.applied());
    figures.put("pending", drift.pending().size());
    figures.put("failed", drift.failed().size());
    figures.put("foreign", drift.foreign().size());
    return figures;
  }
}

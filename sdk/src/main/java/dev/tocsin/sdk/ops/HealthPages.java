package dev.tocsin.sdk.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.health.HealthReport;
import dev.tocsin.sdk.health.IndicatorKind;
import dev.tocsin.sdk.pool.ConnectionPool;
import dev.tocsin.sdk.pool.PoolFigures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The health paths that show more to operators: everybody gets names, status, latency and age.
final class HealthPages {

  static final List<String> PATHS =
      List.of("/health/detailed", "/health/external", "/health/db", "/health/redis");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HealthEngine health;
  private final @Nullable OpsBlocks blocks;
  private final List<ConnectionPool> pools;

  HealthPages(HealthEngine health, @Nullable OpsBlocks blocks, List<ConnectionPool> pools) {
    this.health = health;
    this.blocks = blocks;
    this.pools = pools;
  }

  /// @param operator whether the details are shown
  Optional<OpsResponse> answer(String path, boolean operator) {
    return switch (path) {
      case "/health/detailed" -> Optional.of(detailed(operator));
      case "/health/external" -> Optional.of(answer(health.external(), operator, Map.of()));
      case "/health/db" -> Optional.of(database(operator));
      case "/health/redis" ->
          Optional.of(answer(health.ofKind(IndicatorKind.REDIS), operator, Map.of()));
      default -> Optional.empty();
    };
  }

  private OpsResponse detailed(boolean operator) {
    HealthReport report = health.detailed();
    OpsBlocks known = blocks;
    return answer(report, operator, operator && known != null ? blocksOf(known) : Map.of());
  }

  private static Map<String, Object> blocksOf(OpsBlocks blocks) {
    Map<String, Object> content = blocks.content();
    content.keySet().retainAll(Set.of("blocks"));
    return content;
  }

  private OpsResponse database(boolean operator) {
    HealthReport report = health.ofKind(IndicatorKind.DATABASE);
    return answer(report, operator, operator ? Map.of("pools", figures()) : Map.of());
  }

  private Map<String, Object> figures() {
    Map<String, Object> all = new LinkedHashMap<>();
    for (ConnectionPool pool : pools) {
      PoolFigures figures = pool.getConnectionPoolMetrics();
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("active", figures.active());
      shown.put("idle", figures.idle());
      shown.put("waiting", figures.waiting());
      shown.put("max", figures.max());
      shown.put("utilisationPercent", figures.utilisationPercent());
      all.put(pool.name(), shown);
    }
    return all;
  }

  private OpsResponse answer(HealthReport report, boolean operator, Map<String, Object> more) {
    Map<String, Object> body =
        operator ? report.detailed(health.now()) : report.redacted(health.now());
    body.putAll(more);
    try {
      return OpsResponse.json(report.httpStatus(), JSON.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("BUG: a health report could not be written as JSON", e);
    }
  }
}

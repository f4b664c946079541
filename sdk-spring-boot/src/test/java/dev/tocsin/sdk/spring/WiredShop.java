package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.fallback.DegradedMode;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.fallback.PageThresholds;
import dev.tocsin.sdk.guard.DegradedControl;
import dev.tocsin.sdk.guard.DegradedModePolicy;
import dev.tocsin.sdk.guard.StalenessRule;
import dev.tocsin.sdk.lifecycle.Lifecycle;
import dev.tocsin.sdk.lifecycle.Stage;
import dev.tocsin.sdk.lifecycle.StageCount;
import dev.tocsin.sdk.lifecycle.WorkItem;
import dev.tocsin.sdk.lifecycle.WorkQuery;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.Verdict;
import dev.tocsin.sdk.outbox.JdbcQueue;
import dev.tocsin.sdk.outbox.JdbcQueueTransport;
import dev.tocsin.sdk.outbox.OutboxOptions;
import dev.tocsin.sdk.ratelimit.RateLimitRule;
import dev.tocsin.sdk.sql.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Everything an application can declare, once.
@Configuration(proxyBeanMethods = false)
class WiredShop {

  static final String LIFECYCLE = "chat-session.brief-lifecycle";

  /// How many sessions are stuck.
  @Bean
  AtomicLong stuck() {
    return new AtomicLong();
  }

  @Bean
  Lifecycle briefs(AtomicLong stuck) {
    Stage queued =
        new Stage(
            "QUEUED", Duration.ofMinutes(5), LIFECYCLE + ".queued-stuck", "Reset.", Verdict.RED);
    return new Lifecycle(LIFECYCLE, List.of(queued), new Counted(stuck), Map.of());
  }

  @Bean
  JdbcQueue mail(DataSource dataSource) throws SQLException {
    Database database = new Database(dataSource);
    JdbcQueue.createTables(database);
    return new JdbcQueue(database, "mail", OutboxOptions.defaults(), InstantSource.system());
  }

  @Bean
  JdbcQueueTransport transport(DataSource dataSource, JdbcQueue mail) {
    return new JdbcQueueTransport(new Database(dataSource));
  }

  @Bean
  StalenessRule rates() {
    return StalenessRule.fxRates(Duration.ofHours(1), Duration.ofHours(6));
  }

  @Bean
  RateLimitRule login() {
    return new RateLimitRule("login", 5, Duration.ofMinutes(1));
  }

  @Bean
  DegradedControl viewerControls(Telemetry telemetry, Fallbacks fallbacks) {
    return new DegradedControl(
        "ads.viewer-controls.unavailable",
        DegradedModePolicy.FAIL_CLOSED,
        telemetry.counter("ads_degraded_control_events_total", "Decisions by policy.", "policy"),
        fallbacks);
  }

  @Bean
  DegradedMode images() {
    return new DegradedMode(
        "images.placeholder.*",
        "media",
        "serve placeholders",
        PageThresholds.atOnce(),
        LocalDate.of(2999, 1, 1));
  }

  private record Counted(AtomicLong stuck) implements WorkQuery {

    @Override
    public StageCount count(String stage, Instant enteredBefore) {
      long items = stuck.get();
      return new StageCount(items, items, items == 0 ? null : enteredBefore.minusSeconds(60));
    }

    @Override
    public List<WorkItem> stuck(String stage, Instant enteredBefore, int offset, int limit) {
      return stuck.get() == 0 ? List.of() : List.of(new WorkItem("s-1", enteredBefore));
    }
  }
}

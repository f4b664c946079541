package dev.tocsin.sdk.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.error.FailureContext;
import dev.tocsin.sdk.lifecycle.JdbcWorkQuery;
import dev.tocsin.sdk.lifecycle.Lifecycle;
import dev.tocsin.sdk.lifecycle.LifecycleMonitor;
import dev.tocsin.sdk.lifecycle.Stage;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.OpsEndpoint;
import dev.tocsin.sdk.ops.Verdict;
import dev.tocsin.sdk.outbox.EventReceiver;
import dev.tocsin.sdk.outbox.JdbcQueue;
import dev.tocsin.sdk.outbox.JdbcQueueTransport;
import dev.tocsin.sdk.outbox.Outbox;
import dev.tocsin.sdk.outbox.OutboxOptions;
import dev.tocsin.sdk.outbox.Placement;
import dev.tocsin.sdk.outbox.RecoveryBuffer;
import dev.tocsin.sdk.queue.QueueMonitor;
import dev.tocsin.sdk.sql.Database;
import dev.tocsin.sdk.trace.EntrySpan;
import dev.tocsin.sdk.trace.TraceScope;
import dev.tocsin.sdk.trace.Tracing;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class OutboxWiringTest {

  @TempDir Path folder;

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  TocsinMetricsAutoConfiguration.class,
                  TocsinOutboxAutoConfiguration.class,
                  TocsinQueueAutoConfiguration.class,
                  TocsinLifecycleAutoConfiguration.class));

  @Test
  void withoutATransportThereIsNoOutboxAndTheRestIsThere() {
    application.run(
        context -> {
          assertFalse(context.containsBean("tocsinOutbox"));
          assertEquals(1, context.getBeansOfType(QueueMonitor.class).size());
          assertEquals(1, context.getBeansOfType(LifecycleMonitor.class).size());
        });
  }

  @Test
  void everyFeatureCanBeSwitchedOff() {
    application
        .withUserConfiguration(Shop.class)
        .withPropertyValues(
            "tocsin.outbox.enabled=false",
            "tocsin.queues.enabled=false",
            "tocsin.lifecycles.enabled=false")
        .run(
            context -> {
              assertEquals(0, context.getBeansOfType(Outbox.class).size());
              assertEquals(List.of(), List.copyOf(ownPaths(context)));
              assertEquals(0, context.getBeansOfType(OpsBlock.class).size());
            });
  }

  @Test
  void anEventPublishedInASpringTransactionIsCommittedWithIt() {
    application
        .withUserConfiguration(Shop.class)
        .run(
            context -> {
              Outbox outbox = context.getBean(Outbox.class);
              TransactionTemplate transactions = context.getBean(TransactionTemplate.class);
              transactions.executeWithoutResult(
                  status -> {
                    outbox.publish("mail", "k", "undone");
                    status.setRollbackOnly();
                  });
              transactions.executeWithoutResult(status -> outbox.publish("mail", "k", "done"));
              assertEquals(Placement.OUTBOX, outbox.publish("mail", "k", "alone"));
              List<String> acted = new ArrayList<>();
              JdbcQueue mail = context.getBean(JdbcQueue.class);
              Awaitility.await()
                  .until(
                      () -> {
                        mail.poll((c, e) -> acted.add(e.payload()));
                        return acted.size() == 2;
                      });
              assertEquals(List.of("done", "alone"), acted);
            });
  }

  @Test
  void anEventActsInTheTraceOfItsPublisher() {
    application
        .withConfiguration(AutoConfigurations.of(TocsinTraceAutoConfiguration.class))
        .withUserConfiguration(Shop.class)
        .run(
            context -> {
              Outbox outbox = context.getBean(Outbox.class);
              EntrySpan order = context.getBean(Tracing.class).beginJob("order");
              TraceScope scope = order.open();
              outbox.publish("mail", "k", "{}");
              scope.close();
              List<String> traces = new ArrayList<>();
              JdbcQueue mail = context.getBean(JdbcQueue.class);
              Awaitility.await()
                  .until(() -> mail.poll((c, e) -> traces.add(MDC.get(FailureContext.TRACE_KEY))));
              assertEquals(List.of(order.traceId()), traces);
              assertEquals(
                  order.traceId(),
                  context
                      .getBean(EventReceiver.class)
                      .handle(
                          "mail",
                          Map.of("traceparent", "00-" + order.traceId() + "-b7ad6b7169203331-01"),
                          () -> MDC.get(FailureContext.TRACE_KEY)));
            });
  }

  @Test
  void blocksEndpointsAndMetricsAreThere() {
    application
        .withUserConfiguration(Shop.class)
        .withPropertyValues("tocsin.queues.interval=50ms")
        .run(
            context -> {
              List<String> blocks =
                  context.getBeansOfType(OpsBlock.class).values().stream()
                      .map(OpsBlock::name)
                      .toList();
              assertEquals(
                  List.of("automationOutbox", "queues", "work"),
                  List.copyOf(new TreeSet<>(blocks)));
              assertEquals(
                  List.of(
                      "GET /ops/queues",
                      "GET /ops/queues/{queue}/dead-letters",
                      "GET /ops/queues/{queue}/dead-letters/{id}",
                      "GET /ops/work/{lifecycle}",
                      "POST /ops/queues/{queue}/dead-letters/decisions",
                      "POST /ops/queues/{queue}/dead-letters/replay"),
                  List.copyOf(ownPaths(context)));
              Telemetry telemetry = context.getBean(Telemetry.class);
              for (String sample :
                  List.of(
                      "queue_depth{queue=\"automation\"} 0.0",
                      "queue_depth{queue=\"mail\"} 0.0",
                      "work_items{lifecycle=\"shop.checkout\",stage=\"RESERVED\"} 0.0")) {
                Awaitility.await().until(() -> telemetry.scrape(null).body().contains(sample));
              }
            });
  }

  @Test
  void settingsAddTheBuffers() {
    application
        .withUserConfiguration(Shop.class)
        .withPropertyValues("REDIS_URL=redis://localhost:1", "tocsin.outbox.log-folder=" + folder)
        .run(
            context -> {
              List<String> names =
                  context
                      .getBeanProvider(RecoveryBuffer.class)
                      .orderedStream()
                      .map(RecoveryBuffer::name)
                      .toList();
              assertEquals(List.of("redis-stream", "file-log"), names);
              assertTrue(context.getBean(OutboxProperties.class).toString().contains("automation"));
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class Shop {

    @Bean
    DataSource dataSource() {
      JdbcDataSource dataSource = new JdbcDataSource();
      dataSource.setURL("jdbc:h2:mem:" + System.nanoTime() + ";DB_CLOSE_DELAY=-1");
      return dataSource;
    }

    @Bean
    TransactionTemplate transactions(DataSource dataSource) {
      return new TransactionTemplate(new DataSourceTransactionManager(dataSource));
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
    Lifecycle checkout(DataSource dataSource, JdbcQueue mail) {
      Stage reserved =
          new Stage(
              "RESERVED",
              Duration.ofMinutes(2),
              "shop.checkout.reserved-stuck",
              "Release the stock.",
              Verdict.RED);
      JdbcWorkQuery.Columns columns =
          new JdbcWorkQuery.Columns(
              "id", "event_key", "created_at", JdbcWorkQuery.SinceType.EPOCH_MILLIS);
      return new Lifecycle(
          "shop.checkout",
          List.of(reserved),
          new JdbcWorkQuery(new Database(dataSource), "tocsin_queue", columns),
          Map.of());
    }
  }

  /// The paths of queues and work; other features have theirs.
  private static Set<String> ownPaths(ApplicationContext context) {
    Set<String> paths = new TreeSet<>();
    for (OpsEndpoint endpoint : context.getBeansOfType(OpsEndpoint.class).values()) {
      if (endpoint.path().startsWith("/ops/queues") || endpoint.path().startsWith("/ops/work")) {
        paths.add(endpoint.method() + " " + endpoint.path());
      }
    }
    return paths;
  }
}

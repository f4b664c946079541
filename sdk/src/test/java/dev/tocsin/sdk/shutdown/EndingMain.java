package dev.tocsin.sdk.shutdown;

import dev.tocsin.sdk.alert.EventAlerts;
import dev.tocsin.sdk.alert.FeatureAlerts;
import dev.tocsin.sdk.deploy.DeployVerification;
import dev.tocsin.sdk.deploy.ProcessExit;
import dev.tocsin.sdk.deploy.RollbackGuard;
import dev.tocsin.sdk.deploy.RollbackOptions;
import dev.tocsin.sdk.deploy.SmokeOutcome;
import dev.tocsin.sdk.deploy.SmokeSuite;
import dev.tocsin.sdk.deploy.SmokeTest;
import dev.tocsin.sdk.event.EventClient;
import dev.tocsin.sdk.event.EventOptions;
import dev.tocsin.sdk.event.EventOptions.Receiver;
import dev.tocsin.sdk.fallback.FallbackEvent;
import dev.tocsin.sdk.fallback.FallbackListener;
import dev.tocsin.sdk.fallback.FallbackSeverity;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.outbox.JdbcQueue;
import dev.tocsin.sdk.outbox.JdbcQueueTransport;
import dev.tocsin.sdk.outbox.Outbox;
import dev.tocsin.sdk.outbox.OutboxOptions;
import dev.tocsin.sdk.sql.Database;
import dev.tocsin.sdk.trace.ErrorTraces;
import dev.tocsin.sdk.trace.TraceSettings;
import dev.tocsin.sdk.trace.TraceTarget;
import dev.tocsin.sdk.trace.Tracing;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.postgresql.ds.PGSimpleDataSource;

/// A process without a framework that has something to tell when it ends: an event in its outbox, a
/// span, an alert. Nobody hears of the alert before the end has begun.
final class EndingMain implements FallbackListener {

  private static final InstantSource CLOCK = InstantSource.system();

  private final Telemetry telemetry = new Telemetry();
  private final Shutdown shutdown = new Shutdown(Duration.ofSeconds(30));
  private final Fallbacks fallbacks = new Fallbacks(telemetry);
  private final Tracing tracing;
  private final EventAlerts alerts;

  private EndingMain(URI server, URI traces, Path folder) {
    Receiver receiver = new Receiver(server, "token");
    EventClient events =
        new EventClient(EventOptions.of(receiver, folder.resolve("events")), telemetry, CLOCK);
    alerts = new EventAlerts(events, CLOCK);
    fallbacks.addListener(this);
    tracing =
        Tracing.start(
            TraceSettings.of("ending", new TraceTarget(traces, Map.of()))
                .withSampling(1, ErrorTraces.SAMPLED),
            telemetry);
    // In the wrong order, as an application may add them.
    shutdown
        .add(ShutdownPart.TRACES, tracing::flush)
        .add(ShutdownPart.EVENTS, events::flush)
        .add(ShutdownPart.ALERTS, fallbacks::flush)
        .install();
  }

  /// @param arguments what ends it (`serve`, `roll-back`), the server, the receiver of traces, a
  ///   folder, a database
  public static void main(String[] arguments) throws Exception {
    EndingMain process =
        new EndingMain(URI.create(arguments[1]), URI.create(arguments[2]), Path.of(arguments[3]));
    process.tracing.beginJob("last job").finish("last job");
    if (arguments[0].equals("serve")) {
      process.serve(arguments[4]);
    } else {
      process.rollBack(Path.of(arguments[3]));
    }
    new CountDownLatch(1).await();
  }

  private void serve(String databaseUrl) throws Exception {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(databaseUrl);
    Database database = new Database(dataSource);
    JdbcQueue.createTables(database);
    Outbox outbox =
        Outbox.of("automation", dataSource, new JdbcQueueTransport(database))
            .options(rarely())
            .build();
    outbox.start();
    shutdown.add(ShutdownPart.OUTBOX, outbox::finish);
    try (Connection connection = dataSource.getConnection()) {
      outbox.append(connection, "mail", "k", "the last order");
    }
    fallbacks.raise("shop.stock.unknown", FallbackSeverity.CRITICAL, "The warehouse is away.");
    System.out.println("serving now");
  }

  private static OutboxOptions rarely() {
    OutboxOptions usual = OutboxOptions.defaults();
    return new OutboxOptions(
        usual.maxAttempts(),
        usual.firstRetry(),
        usual.maxRetry(),
        Duration.ofHours(1),
        usual.appendTimeout(),
        false);
  }

  private void rollBack(Path folder) {
    RollbackOptions.SharedFailures count = RollbackOptions.SharedFailures.COUNT;
    RollbackGuard guard =
        new RollbackGuard(
            new RollbackOptions(true, folder.resolve("exits.json"), 3, Duration.ofHours(1), count),
            CLOCK);
    SmokeTest broken = SmokeTest.of("products", () -> SmokeOutcome.failed("no products"));
    DeployVerification verification =
        new DeployVerification(
            new SmokeSuite(List.of(broken), Duration.ofSeconds(10), CLOCK, telemetry),
            guard,
            List.of(new FeatureAlerts(fallbacks).deploy()),
            telemetry,
            new ProcessExit(shutdown));
    verification.bootedNow(Duration.ZERO);
  }

  /// A listener that is slow when it matters.
  @Override
  public void onEvent(FallbackEvent event) {
    while (!shutdown.begun()) {
      Thread.onSpinWait();
    }
    alerts.onEvent(event);
  }
}

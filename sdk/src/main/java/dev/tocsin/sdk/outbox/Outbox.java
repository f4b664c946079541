package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.correlation.CorrelationIds;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.queue.DeadLetters;
import dev.tocsin.sdk.queue.JdbcDeadLetters;
import dev.tocsin.sdk.queue.MonitoredQueue;
import dev.tocsin.sdk.queue.QueueFigures;
import dev.tocsin.sdk.queue.QueueLimits;
import dev.tocsin.sdk.queue.QueuedEvent;
import dev.tocsin.sdk.sql.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/// Events on their way to a queue, none of which gets lost.
///
/// An event is stored with the business transaction and sent by a relay: each key in order, each
/// event at least once, under an id by which receivers know repeats ([ProcessedEvents]). While the
/// queue is down, events wait in the database. While the database is down, events that are
/// published outside of a transaction go into the buffers and come back in their place. An event
/// that no store takes is counted, logged and raised as an alert.
public final class Outbox implements MonitoredQueue, AutoCloseable {

  private static final int STORE_THREADS = 8;
  private static final int STORE_CALLS_WAITING = 64;
  private static final int IDLE_SECONDS = 30;
  private static final Duration DEAD_LETTERS_KEPT = Duration.ofDays(90);

  private final OutboxBuilder parts;
  private final Database database;
  private final OutboxTable table;
  private final OutboxLeases leases;
  private final DispatchCount dispatched;
  private final JdbcDeadLetters deadLetters;
  private final OutboxMetrics metrics;
  private final Relay relay;
  private final Recovery recovery;
  private final Landing landing;
  private final ThreadPoolExecutor storeThreads;
  private final OutboxWorkers workers;
  private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.EPOCH);
  private volatile boolean hasTables;

  Outbox(OutboxBuilder parts) {
    this.parts = parts;
    String name = parts.name;
    database = new Database(parts.dataSource);
    table = new OutboxTable(database, name);
    leases = new OutboxLeases(database, name);
    dispatched = new DispatchCount(name, leases.owner());
    deadLetters = new JdbcDeadLetters(database, name, table::append, parts.clock);
    metrics = new OutboxMetrics(parts.telemetry, name);
    relay =
        new Relay(
            database,
            table,
            leases,
            deadLetters,
            parts.transport,
            new Relay.Settings(parts.options, dispatched, metrics, parts.clock));
    recovery =
        new Recovery(
            name,
            database,
            table,
            leases,
            deadLetters,
            new Recovery.Settings(List.copyOf(parts.buffers), metrics, parts.alerts, parts.clock));
    storeThreads = storeThreads();
    landing = new Landing(name, stores(), metrics, parts.alerts);
    workers = new OutboxWorkers(this, parts.options.pollInterval());
  }

  /// Begins an outbox.
  ///
  /// @param name part of metric names and paths: `automation`
  public static OutboxBuilder of(String name, DataSource dataSource, Transport transport) {
    return new OutboxBuilder(name, dataSource, transport);
  }

  private static ThreadPoolExecutor storeThreads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            STORE_THREADS,
            STORE_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(STORE_CALLS_WAITING),
            OutboxWorkers::thread);
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private List<Store> stores() {
    Store.Settings settings =
        new Store.Settings(storeThreads, parts.options.appendTimeout(), parts.clock);
    List<Store> stores = new ArrayList<>();
    stores.add(new Store("database", this::appendAlone, settings));
    for (RecoveryBuffer buffer : parts.buffers) {
      stores.add(new Store(buffer.name(), buffer::append, settings));
    }
    return stores;
  }

  private void appendAlone(QueuedEvent event) throws SQLException {
    createTables();
    database.inTransaction(
        connection -> {
          table.append(connection, event);
          return null;
        });
  }

  /// Makes the tables when that has not been done yet.
  void createTables() throws SQLException {
    if (!hasTables) {
      OutboxTable.create(database);
      hasTables = true;
    }
  }

  /// Starts to send, to recover and to measure, on threads of its own.
  public void start() {
    workers.start();
  }

  /// Stores an event: with the transaction that the thread is in, if the outbox was told of
  /// transactions, or else at once in the first store that takes it. Waits for a store no longer
  /// than the options say.
  ///
  /// @return where the event is; never an exception for a store that fails
  /// @throws IllegalArgumentException when the event itself is over a limit
  /// @throws OutboxException when the running transaction does not take the event, so that it rolls
  ///   back
  public Placement publish(String topic, String key, String payload) {
    QueuedEvent event = newEvent(topic, key, payload);
    Connection transaction = parts.transactions.current();
    if (transaction == null) {
      Placement placement = landing.land(event);
      if (placement == Placement.BUFFER) {
        recovery.diverted();
      }
      workers.wake();
      return placement;
    }
    try {
      table.append(transaction, event);
      return Placement.OUTBOX;
    } catch (SQLException e) {
      throw new OutboxException("The event " + event.id() + " was not stored", e);
    }
  }

  /// Stores an event with the caller's transaction: both are committed, or neither.
  ///
  /// @return the event's id
  public String append(Connection transaction, String topic, String key, String payload)
      throws SQLException {
    QueuedEvent event = newEvent(topic, key, payload);
    table.append(transaction, event);
    return event.id();
  }

  private QueuedEvent newEvent(String topic, String key, String payload) {
    Map<String, String> headers = new TreeMap<>(parts.headers.current());
    Correlation.current().ifPresent(ids -> addIds(headers, ids));
    String id = UUID.randomUUID().toString();
    return new QueuedEvent(id, topic, key, payload, headers, stamp());
  }

  private static void addIds(Map<String, String> headers, CorrelationIds ids) {
    headers.putIfAbsent(CorrelationIds.CORRELATION_HEADER, ids.correlationId());
    headers.putIfAbsent(CorrelationIds.REQUEST_HEADER, ids.requestId());
  }

  /// A time that no other event of this process has, so that late events find their place.
  private Instant stamp() {
    Instant now = parts.clock.instant().truncatedTo(ChronoUnit.MICROS);
    return latest.updateAndGet(last -> now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS));
  }

  /// Sends what is due, unless events that come before wait in a buffer.
  ///
  /// @return how many events the queue took
  int relayOnce() throws SQLException {
    createTables();
    return recovery.holdsRelay() ? 0 : relay.runOnce();
  }

  /// @return how many events came back out of the buffers
  int recoverOnce() throws Exception {
    if (parts.buffers.isEmpty()) {
      return 0;
    }
    return recovery.runOnce();
  }

  /// Reads the figures and publishes them.
  void measureOnce() {
    try {
      metrics.show(tableFigures());
    } catch (SQLException e) {
      metrics.showUnknown();
    }
    parts.buffers.forEach(recovery::backlog);
  }

  /// Deletes dead letters on which somebody decided long ago.
  void cleanOnce() throws SQLException {
    deadLetters.purge(parts.clock.instant().minus(DEAD_LETTERS_KEPT));
  }

  OutboxFigures tableFigures() throws SQLException {
    createTables();
    Instant now = parts.clock.instant();
    return database.inTransaction(
        connection -> {
          OutboxTable.Pending pending = table.pending(connection);
          Instant oldest = pending.oldest();
          Duration age =
              oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
          return new OutboxFigures(
              pending.count(),
              age,
              deadLetters.undecided(connection),
              dispatched.recent(connection, now));
        });
  }

  @Override
  public String name() {
    return parts.name;
  }

  @Override
  public QueueFigures figures() throws SQLException {
    OutboxFigures figures = tableFigures();
    long buffered = 0;
    for (RecoveryBuffer buffer : parts.buffers) {
      buffered += recovery.backlog(buffer).orElse(0);
    }
    return new QueueFigures(
        figures.pending(), figures.oldestAge(), figures.deadLetters(), buffered);
  }

  @Override
  public QueueLimits limits() {
    return parts.limits;
  }

  @Override
  public Optional<DeadLetters> deadLetters() {
    return Optional.of(deadLetters);
  }

  /// The outbox in `/health/ops`.
  public OpsBlock block() {
    return new OutboxBlock(this, parts.limits);
  }

  List<RecoveryBuffer> buffers() {
    return parts.buffers;
  }

  OptionalLong backlog(RecoveryBuffer buffer) {
    return recovery.backlog(buffer);
  }

  long lostCount() {
    return metrics.lostCount();
  }

  OutboxOptions options() {
    return parts.options;
  }

  String outage() {
    return relay.outage();
  }

  String transportName() {
    return parts.transport.name();
  }

  /// Stops sending once everything is sent that the queue takes, for the end of the process; what
  /// stays is for the next one. Events can still be stored.
  ///
  /// @param limit when to leave it
  public void finish(Duration limit) throws InterruptedException {
    workers.finish(limit);
  }

  /// Stops the workers after what they are at, then closes transport and buffers.
  @Override
  public void close() {
    workers.close();
    storeThreads.shutdown();
    parts.transport.close();
    parts.buffers.forEach(RecoveryBuffer::close);
  }
}

package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.queue.DeadLetters;
import dev.tocsin.sdk.queue.JdbcDeadLetters;
import dev.tocsin.sdk.queue.MonitoredQueue;
import dev.tocsin.sdk.queue.QueueFigures;
import dev.tocsin.sdk.queue.QueuedEvent;
import dev.tocsin.sdk.sql.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A queue in the application's database, the receiving side of [JdbcQueueTransport]. Several
/// consumers may poll it: they pass over what another one has claimed (`SKIP LOCKED`), and keep the
/// order of each key. An event acts within the transaction that removes it: exactly once.
public final class JdbcQueue implements MonitoredQueue {

  private final Database database;
  private final String name;
  private final OutboxOptions options;
  private final InstantSource clock;
  private final ProcessedEvents processed;
  private final JdbcDeadLetters deadLetters;
  private final Backoff retries;
  private final EventReceiver handler;

  /// @param name the topic of the events
  /// @param options the attempts and the waits between them
  public JdbcQueue(Database database, String name, OutboxOptions options, InstantSource clock) {
    this(database, name, options, clock, new EventReceiver(Map::of));
  }

  private JdbcQueue(
      Database database,
      String name,
      OutboxOptions options,
      InstantSource clock,
      EventReceiver handler) {
    this.database = database;
    this.name = name;
    this.options = options;
    this.clock = clock;
    processed = new ProcessedEvents(database, "queue:" + name, clock);
    deadLetters =
        new JdbcDeadLetters(
            database,
            name,
            (connection, event) ->
                JdbcQueueRows.insert(connection, database.dialect(connection), event),
            clock);
    retries = new Backoff(options.firstRetry(), options.maxRetry(), new SplittableRandom());
    this.handler = handler;
  }

  /// The same queue, whose events act in the context that these headers tell of: in the trace of
  /// their publisher.
  public JdbcQueue within(WorkHeaders headers) {
    return new JdbcQueue(database, name, options, clock, new EventReceiver(headers));
  }

  /// Makes the tables when they are absent.
  public static void createTables(Database database) throws SQLException {
    database.createTables(JdbcQueue.class, "queue.sql");
    ProcessedEvents.createTable(database);
    JdbcDeadLetters.createTables(database);
  }

  /// What an event does.
  @FunctionalInterface
  public interface Action {

    /// @param transaction writes with it happen exactly once; it is committed afterwards
    void run(Connection transaction, QueuedEvent event) throws Exception;
  }

  /// Has the next event act, under the correlation id of the work that sent it. One that fails is
  /// tried again later and given up after the limit of attempts; its key waits meanwhile.
  ///
  /// @return whether there was one
  public boolean poll(Action action) throws SQLException {
    Attempt attempt = new Attempt();
    try {
      return database.inTransaction(connection -> claim(connection, action, attempt));
    } catch (ActionFailed e) {
      PendingEvent event = attempt.event;
      if (event == null) {
        throw new IllegalStateException("BUG: no event was claimed", e);
      }
      writeDown(event, String.valueOf(e.getCause()));
      return true;
    }
  }

  private boolean claim(Connection connection, Action action, Attempt attempt) throws SQLException {
    Instant now = clock.instant();
    PendingEvent next =
        JdbcQueueRows.claim(connection, database.dialect(connection), name, now).orElse(null);
    if (next == null) {
      return false;
    }
    attempt.event = next;
    if (processed.isFirst(connection, next.event().id())) {
      act(connection, action, next.event());
    }
    JdbcQueueRows.delete(connection, next);
    return true;
  }

  private void act(Connection connection, Action action, QueuedEvent event) {
    try {
      handler.handle(
          name,
          event.headers(),
          () -> {
            action.run(connection, event);
            return null;
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ActionFailed(e);
    } catch (Exception e) {
      throw new ActionFailed(e);
    }
  }

  private void writeDown(PendingEvent event, String error) throws SQLException {
    int attempts = event.attempts() + 1;
    database.inTransaction(
        connection -> {
          if (attempts < options.maxAttempts()) {
            Instant until = clock.instant().plus(retries.after(attempts));
            JdbcQueueRows.postpone(connection, event, until);
          } else if (JdbcQueueRows.delete(connection, event)) {
            deadLetters.bury(connection, event.event(), error, attempts);
          }
          return null;
        });
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public QueueFigures figures() throws SQLException {
    Instant now = clock.instant();
    return database.inTransaction(
        connection -> {
          OutboxTable.Pending waiting = JdbcQueueRows.waiting(connection, name);
          Instant oldest = waiting.oldest();
          Duration age =
              oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
          return new QueueFigures(waiting.count(), age, deadLetters.undecided(connection), 0);
        });
  }

  @Override
  public Optional<DeadLetters> deadLetters() {
    return Optional.of(deadLetters);
  }

  private static final class Attempt {
    @Nullable PendingEvent event;
  }

  private static final class ActionFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    ActionFailed(Exception cause) {
      super(cause);
    }
  }
}

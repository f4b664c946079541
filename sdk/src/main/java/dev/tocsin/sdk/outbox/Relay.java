package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.queue.JdbcDeadLetters;
import dev.tocsin.sdk.queue.QueuedEvent;
import dev.tocsin.sdk.sql.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Sends what waits in the outbox.
///
/// The keys are spread over buckets; an instance leases a bucket, sends what is due in waves of at
/// most one event for each key, and writes down what became of them in one transaction. An event
/// that failed stops its key until its retry. A crash between sending and writing down repeats the
/// events under the same ids.
final class Relay {

  static final int BATCH = 200;

  private static final int MAX_BATCHES_PER_LEASE = 10;
  private static final Duration HALF_LEASE = OutboxLeases.LENGTH.dividedBy(2);

  private final Database database;
  private final OutboxTable table;
  private final OutboxLeases leases;
  private final JdbcDeadLetters deadLetters;
  private final Transport transport;
  private final Settings settings;
  private final Backoff retries;
  private final Backoff outages;
  private volatile Instant notBefore = Instant.EPOCH;
  private volatile String outage = "";
  private int outageLength;

  /// What the relay needs beside its table.
  record Settings(
      OutboxOptions options,
      DispatchCount dispatched,
      OutboxMetrics metrics,
      InstantSource clock) {}

  Relay(
      Database database,
      OutboxTable table,
      OutboxLeases leases,
      JdbcDeadLetters deadLetters,
      Transport transport,
      Settings settings) {
    this.database = database;
    this.table = table;
    this.leases = leases;
    this.deadLetters = deadLetters;
    this.transport = transport;
    this.settings = settings;
    OutboxOptions options = settings.options();
    SplittableRandom random = new SplittableRandom();
    this.retries = new Backoff(options.firstRetry(), options.maxRetry(), random);
    this.outages = new Backoff(options.firstRetry(), Duration.ofMinutes(1), random);
  }

  /// Why the transport cannot be reached; empty when it can, as far as is known.
  String outage() {
    return outage;
  }

  /// Sends what is due now, unless the transport is in its back-off.
  ///
  /// @return how many events the transport took
  int runOnce() throws SQLException {
    if (now().isBefore(notBefore)) {
      return 0;
    }
    int sent = 0;
    for (int bucket : database.inTransaction(table::pendingBuckets)) {
      sent += runBucket(bucket);
      if (!outage.isEmpty() && now().isBefore(notBefore)) {
        break;
      }
    }
    return sent;
  }

  private int runBucket(int bucket) throws SQLException {
    int sent = 0;
    for (int batch = 0; batch < MAX_BATCHES_PER_LEASE; batch++) {
      List<PendingEvent> due = lease(bucket);
      if (due.isEmpty()) {
        break;
      }
      Batch result = send(due);
      sent += writeDown(result);
      if (!result.down.isEmpty()) {
        break;
      }
    }
    database.inTransaction(
        connection -> {
          leases.release(connection, bucket);
          return null;
        });
    return sent;
  }

  private List<PendingEvent> lease(int bucket) throws SQLException {
    Instant now = now();
    return database.inTransaction(
        connection ->
            leases.take(connection, bucket, now)
                ? table.due(connection, bucket, now, BATCH)
                : List.<PendingEvent>of());
  }

  private Batch send(List<PendingEvent> due) {
    Instant began = now();
    Batch batch = new Batch();
    for (List<PendingEvent> wave : waves(due)) {
      List<PendingEvent> open =
          wave.stream().filter(event -> !batch.failedKeys.containsKey(event.key())).toList();
      if (!open.isEmpty()) {
        send(open, batch);
      }
      boolean late = Duration.between(began, now()).compareTo(HALF_LEASE) > 0;
      if (late || !batch.down.isEmpty()) {
        break;
      }
    }
    return batch;
  }

  /// The first event of each key, then the second of each, and so on.
  private static List<List<PendingEvent>> waves(List<PendingEvent> due) {
    List<List<PendingEvent>> waves = new ArrayList<>();
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (PendingEvent event : due) {
      int index = seen.merge(event.key(), 1, Integer::sum) - 1;
      if (index == waves.size()) {
        waves.add(new ArrayList<>());
      }
      waves.get(index).add(event);
    }
    return waves;
  }

  private void send(List<PendingEvent> wave, Batch batch) {
    List<Receipt> receipts = receipts(wave);
    boolean noneTaken = receipts.stream().allMatch(Receipt.Unavailable.class::isInstance);
    if (noneTaken && !transport.isReachable()) {
      batch.down = why(receipts.get(0));
      return;
    }
    for (int i = 0; i < wave.size(); i++) {
      if (receipts.get(i) instanceof Receipt.Accepted) {
        batch.accepted.add(wave.get(i));
      } else {
        batch.failedKeys.put(wave.get(i).key(), new Failure(wave.get(i), why(receipts.get(i))));
      }
    }
  }

  private List<Receipt> receipts(List<PendingEvent> wave) {
    List<QueuedEvent> events = wave.stream().map(PendingEvent::event).toList();
    try {
      List<Receipt> receipts = transport.send(events);
      if (receipts.size() != events.size()) {
        throw new IllegalStateException(
            "BUG: the transport " + transport.name() + " gave no receipt for some events");
      }
      return receipts;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return all(wave, "interrupted");
    } catch (Exception e) {
      return all(wave, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private static List<Receipt> all(List<PendingEvent> wave, String why) {
    return wave.stream().map(event -> (Receipt) new Receipt.Unavailable(why)).toList();
  }

  private static String why(Receipt receipt) {
    if (receipt instanceof Receipt.Refused refused) {
      return refused.why();
    }
    return receipt instanceof Receipt.Unavailable unavailable ? unavailable.why() : "";
  }

  private int writeDown(Batch batch) throws SQLException {
    List<PendingEvent> dead = new ArrayList<>();
    int sent =
        database.inTransaction(
            connection -> {
              dead.clear();
              for (Failure failure : batch.failedKeys.values()) {
                if (writeDown(connection, failure)) {
                  dead.add(failure.event());
                }
              }
              return countSent(connection, batch.accepted);
            });
    settings.metrics().dispatched(sent);
    settings.metrics().failed(batch.failedKeys.size(), dead.size());
    noteOutage(batch.down);
    return sent;
  }

  private int countSent(Connection connection, List<PendingEvent> accepted) throws SQLException {
    if (accepted.isEmpty()) {
      return 0;
    }
    int sent = table.delete(connection, accepted);
    settings.dispatched().add(connection, now(), sent);
    return sent;
  }

  /// @return whether the event was given up
  private boolean writeDown(Connection connection, Failure failure) throws SQLException {
    PendingEvent event = failure.event();
    int attempts = event.attempts() + 1;
    if (attempts < settings.options().maxAttempts()) {
      Instant until = now().plus(retries.after(attempts));
      table.postpone(connection, event, until, failure.why());
      return false;
    }
    // Another instance may have sent it meanwhile, when this one's lease had run out.
    boolean stillThere = table.delete(connection, List.of(event)) == 1;
    if (stillThere) {
      deadLetters.bury(connection, event.event(), failure.why(), attempts);
    }
    return stillThere;
  }

  private void noteOutage(String why) {
    outage = why;
    outageLength = why.isEmpty() ? 0 : outageLength + 1;
    notBefore = why.isEmpty() ? Instant.EPOCH : now().plus(outages.after(outageLength));
  }

  private Instant now() {
    return settings.clock().instant();
  }

  /// What became of a batch.
  private static final class Batch {
    final List<PendingEvent> accepted = new ArrayList<>();
    final Map<String, Failure> failedKeys = new LinkedHashMap<>();
    String down = "";
  }

  private record Failure(PendingEvent event, String why) {}
}

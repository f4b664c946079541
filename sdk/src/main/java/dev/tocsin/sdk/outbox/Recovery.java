package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.queue.JdbcDeadLetters;
import dev.tocsin.sdk.queue.QueuedEvent;
import dev.tocsin.sdk.sql.Database;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves events from the buffers into the outbox once the database is back, a bounded number at a
/// time and one instance at a time. While a buffer holds events the relay rests, because a later
/// event of the same key may already be in the outbox.
final class Recovery {

  static final int BATCH = 200;

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final int MAX_BATCHES_PER_RUN = 20;
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(10);
  private static final String UNREADABLE = "unreadable";

  private final String outbox;
  private final Database database;
  private final OutboxTable table;
  private final OutboxLeases leases;
  private final JdbcDeadLetters deadLetters;
  private final Settings settings;
  private final Map<String, Long> known = new ConcurrentHashMap<>();
  private volatile @Nullable Instant unknownSince;
  private boolean raised;

  /// What the recovery needs beside the tables.
  record Settings(
      List<RecoveryBuffer> buffers,
      OutboxMetrics metrics,
      OutboxAlerts alerts,
      InstantSource clock) {}

  Recovery(
      String outbox,
      Database database,
      OutboxTable table,
      OutboxLeases leases,
      JdbcDeadLetters deadLetters,
      Settings settings) {
    this.outbox = outbox;
    this.database = database;
    this.table = table;
    this.leases = leases;
    this.deadLetters = deadLetters;
    this.settings = settings;
  }

  /// Whether the relay must wait for the buffers. A buffer that cannot be asked holds the relay
  /// only if it held events when last asked, and not for good.
  boolean holdsRelay() {
    boolean unknown = false;
    for (RecoveryBuffer buffer : settings.buffers()) {
      OptionalLong backlog = backlog(buffer);
      if (backlog.isPresent() && backlog.getAsLong() > 0) {
        unknownSince = null;
        return true;
      }
      unknown |= backlog.isEmpty() && known.getOrDefault(buffer.name(), 0L) > 0;
    }
    if (!unknown) {
      unknownSince = null;
      return false;
    }
    return stillHolds();
  }

  private boolean stillHolds() {
    Instant now = settings.clock().instant();
    Instant since = unknownSince;
    if (since == null) {
      unknownSince = now;
      return true;
    }
    return Duration.between(since, now).compareTo(LONGEST_HOLD) < 0;
  }

  /// How many events a buffer holds; empty when it cannot be asked.
  OptionalLong backlog(RecoveryBuffer buffer) {
    try {
      long backlog = buffer.backlog();
      known.put(buffer.name(), backlog);
      settings.metrics().showBacklog(buffer, (double) backlog);
      return OptionalLong.of(backlog);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    } catch (Exception e) {
      settings.metrics().showBacklog(buffer, Double.NaN);
      return OptionalLong.empty();
    }
  }

  /// Notes that an event has gone into a buffer, so that the relay rests even if the buffer cannot
  /// be asked.
  void diverted() {
    settings.buffers().forEach(buffer -> known.merge(buffer.name(), 1L, Math::max));
  }

  /// Drains the buffers as far as the bound of one run allows.
  ///
  /// @return how many entries left the buffers
  int runOnce() throws Exception {
    tellEpisode();
    int drained = 0;
    for (RecoveryBuffer buffer : settings.buffers()) {
      OptionalLong backlog = backlog(buffer);
      if (backlog.isPresent() && backlog.getAsLong() > 0) {
        drained += drain(buffer);
        backlog(buffer);
      }
    }
    tellEpisode();
    return drained;
  }

  private int drain(RecoveryBuffer buffer) throws Exception {
    int drained = 0;
    for (int batch = 0; batch < MAX_BATCHES_PER_RUN; batch++) {
      List<RecoveryBuffer.Entry> entries = buffer.oldest(BATCH);
      if (entries.isEmpty() || !store(buffer, entries)) {
        break;
      }
      buffer.remove(entries);
      drained += entries.size();
    }
    return drained;
  }

  /// @return whether the entries are in the database; not so when another instance drains
  private boolean store(RecoveryBuffer buffer, List<RecoveryBuffer.Entry> entries)
      throws SQLException {
    Instant now = settings.clock().instant();
    return database.inTransaction(
        connection -> {
          if (!buffer.isExternal() && !leases.take(connection, OutboxLeases.RECOVERY, now)) {
            return false;
          }
          for (RecoveryBuffer.Entry entry : entries) {
            store(connection, buffer, entry);
          }
          return true;
        });
  }

  private void store(Connection connection, RecoveryBuffer buffer, RecoveryBuffer.Entry entry)
      throws SQLException {
    QueuedEvent event = entry.event();
    if (event != null) {
      table.appendLate(connection, event);
      return;
    }
    byte[] identity =
        (buffer.name() + entry.reference() + entry.raw()).getBytes(StandardCharsets.UTF_8);
    String id = UUID.nameUUIDFromBytes(identity).toString();
    String raw = entry.raw().substring(0, Math.min(entry.raw().length(), 64 * 1024));
    QueuedEvent unreadable =
        new QueuedEvent(id, UNREADABLE, UNREADABLE, raw, Map.of(), settings.clock().instant());
    String error = "This entry of the buffer " + buffer.name() + " cannot be read.";
    deadLetters.bury(connection, unreadable, error, 1);
  }

  private void tellEpisode() {
    Map<String, Long> held = new TreeMap<>();
    for (RecoveryBuffer buffer : settings.buffers()) {
      OptionalLong backlog = backlog(buffer);
      if (backlog.isEmpty() && known.getOrDefault(buffer.name(), 0L) > 0) {
        return;
      }
      if (backlog.orElse(0) > 0) {
        held.put(buffer.name(), backlog.getAsLong());
      }
    }
    String key = outbox + ".outbox.recovery-active";
    try {
      if (!held.isEmpty() && !raised) {
        settings.alerts().raise(key, "Events wait in buffers to be recovered: " + held);
        raised = true;
      } else if (held.isEmpty() && raised) {
        settings.alerts().clear(key);
        raised = false;
      }
    } catch (RuntimeException e) {
      LOG.warn("The alert {} could not be told; the next run repeats it", key, e);
    }
  }
}

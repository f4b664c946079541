package dev.tocsin.server.deliver;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Rows of `channel_health`.
final class ChannelHealthTable {
  private ChannelHealthTable() {}

  /// Takes note of attempts through one channel. The last one decides whether it works.
  static void heard(Handle transaction, List<Outcome> outcomes, long nowMillis) {
    var made = outcomes.stream().filter(it -> it.kind() != Outcome.Kind.SKIPPED).toList();
    if (made.isEmpty()) {
      return;
    }
    var channel = made.getFirst().claimed().notification().channel();
    if (made.stream().anyMatch(it -> it.receipt() instanceof Receipt.Accepted)) {
      succeeded(transaction, channel, nowMillis);
    }
    switch (made.getLast().receipt()) {
      case Receipt.Accepted _ -> {}
      case Receipt.Retry(var why, _) -> failed(transaction, channel, why, nowMillis);
      case Receipt.Rejected(var why) -> failed(transaction, channel, why, nowMillis);
    }
  }

  private static void succeeded(Handle transaction, String channel, long nowMillis) {
    transaction.execute(
        """
        INSERT INTO channel_health (channel, last_success_at) VALUES (?, ?)
        ON CONFLICT (channel) DO UPDATE SET last_success_at = excluded.last_success_at,
          failing_since = 0, failures = 0, last_error = NULL
        """,
        channel,
        nowMillis);
  }

  private static void failed(Handle transaction, String channel, String why, long nowMillis) {
    transaction.execute(
        """
        INSERT INTO channel_health (channel, last_failure_at, failing_since, failures, last_error)
        VALUES (?, ?, ?, 1, ?)
        ON CONFLICT (channel) DO UPDATE SET last_failure_at = excluded.last_failure_at,
          failures = channel_health.failures + 1, last_error = excluded.last_error,
          failing_since = CASE WHEN channel_health.failing_since = 0
            THEN excluded.failing_since ELSE channel_health.failing_since END
        """,
        channel,
        nowMillis,
        nowMillis,
        why);
  }

  /// By the channels' names.
  static Map<String, ChannelHealth> all(Handle handle) {
    return handle
        .createQuery("SELECT * FROM channel_health")
        .map(
            (row, _) ->
                new ChannelHealth(
                    row.getString("channel"),
                    row.getLong("last_success_at"),
                    row.getLong("last_failure_at"),
                    row.getLong("failing_since"),
                    row.getInt("failures"),
                    row.getString("last_error")))
        .stream()
        .collect(Collectors.toMap(ChannelHealth::channel, it -> it));
  }
}

package dev.tocsin.server.deliver;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// Rows of `dead_letter_replays`.
final class ReplayTable {
  private ReplayTable() {}

  /// @param watchedUntilMillis until when a regrowth of the dead letters counts against it
  static void add(Handle transaction, String id, ReplayRun run, long watchedUntilMillis) {
    transaction
        .createUpdate(
            """
            INSERT INTO dead_letter_replays
              (id, at, asked_by, proof, is_drill, replayed, failed, remaining, watched_until)
            VALUES (:id, :at, :by, :proof, :drill, :replayed, :failed, :remaining, :until)
            """)
        .bind("id", id)
        .bind("at", run.atMillis())
        .bind("by", run.by())
        .bind("proof", run.proof())
        .bind("drill", run.isDrill() ? 1 : 0)
        .bind("replayed", run.result().replayed())
        .bind("failed", run.result().failed())
        .bind("remaining", run.result().remaining())
        .bind("until", watchedUntilMillis)
        .execute();
  }

  /// Newest first.
  static List<ReplayRun> list(Handle handle, int limit) {
    return handle
        .createQuery("SELECT * FROM dead_letter_replays ORDER BY at DESC, id DESC LIMIT :limit")
        .bind("limit", limit)
        .map(run())
        .list();
  }

  static Optional<ReplayRun> lastGoodDrill(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT * FROM dead_letter_replays WHERE is_drill = 1 AND replayed > 0
            ORDER BY at DESC LIMIT 1
            """)
        .map(run())
        .findOne();
  }

  /// Ends the watch over replays after which letters were given up again; whether there were any.
  /// Of several replicas one is told so.
  static boolean takeRegrown(Handle transaction, long nowMillis) {
    return transaction
            .createUpdate(
                """
                UPDATE dead_letter_replays SET watched_until = 0
                WHERE watched_until >= :now AND EXISTS (
                  SELECT 1 FROM notifications WHERE state = 'dead' AND kind <> 'test'
                  AND finished_at > dead_letter_replays.at
                  AND created_at > dead_letter_replays.at)
                """)
            .bind("now", nowMillis)
            .execute()
        > 0;
  }

  private static RowMapper<ReplayRun> run() {
    return (row, _) ->
        new ReplayRun(
            row.getLong("at"),
            row.getString("asked_by"),
            row.getString("proof"),
            row.getInt("is_drill") != 0,
            new DeadLetters.Replay(
                row.getInt("replayed"), row.getInt("failed"), row.getLong("remaining")));
  }
}

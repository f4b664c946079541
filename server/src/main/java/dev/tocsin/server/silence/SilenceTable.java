package dev.tocsin.server.silence;

import dev.tocsin.series.Matcher;
import dev.tocsin.server.database.JsonColumns;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// Rows of `silences`.
final class SilenceTable {
  private static final int LIMIT = 10_000;

  private SilenceTable() {}

  static void put(Handle handle, Silence silence) {
    handle
        .createUpdate(
            """
            INSERT INTO silences (id, matchers, author, reason, starts_at, ends_at, updated_at)
            VALUES (:id, :matchers, :author, :reason, :starts, :ends, :updated)
            ON CONFLICT (id) DO UPDATE SET matchers = excluded.matchers, author = excluded.author,
              reason = excluded.reason, starts_at = excluded.starts_at,
              ends_at = excluded.ends_at, updated_at = excluded.updated_at
            """)
        .bind("id", silence.id())
        .bind("matchers", write(silence.matchers()))
        .bind("author", silence.author())
        .bind("reason", silence.reason())
        .bind("starts", silence.startsAtMillis())
        .bind("ends", silence.endsAtMillis())
        .bind("updated", silence.updatedAtMillis())
        .execute();
  }

  static Optional<Silence> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM silences WHERE id = :id")
        .bind("id", id)
        .map(silence())
        .findOne();
  }

  /// Those that have not ended at a moment, the soonest to end first.
  static List<Silence> endingAfter(Handle handle, long millis) {
    return handle
        .createQuery("SELECT * FROM silences WHERE ends_at > :at ORDER BY ends_at, id LIMIT :limit")
        .bind("at", millis)
        .bind("limit", LIMIT)
        .map(silence())
        .list();
  }

  static long count(Handle handle, long endingAfterMillis) {
    return handle
        .createQuery("SELECT COUNT(*) FROM silences WHERE ends_at > :at")
        .bind("at", endingAfterMillis)
        .mapTo(Long.class)
        .one();
  }

  static int deleteEndedBefore(Handle handle, long millis, int limit) {
    return handle.execute(
        "DELETE FROM silences WHERE id IN (SELECT id FROM silences WHERE ends_at < ? LIMIT ?)",
        millis,
        limit);
  }

  static String write(List<Matcher> matchers) {
    return JsonColumns.write(matchers.stream().map(SilenceMatcher::of).toList());
  }

  static List<Matcher> read(String json) {
    return Stream.of(JsonColumns.read(json, SilenceMatcher[].class))
        .map(SilenceMatcher::matcher)
        .toList();
  }

  private static RowMapper<Silence> silence() {
    return (row, _) ->
        new Silence(
            row.getString("id"),
            read(row.getString("matchers")),
            row.getString("author"),
            row.getString("reason"),
            row.getLong("starts_at"),
            row.getLong("ends_at"),
            row.getLong("updated_at"));
  }
}

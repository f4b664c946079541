package dev.tocsin.server.account;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import java.time.InstantSource;
import java.util.List;

/// Who did what to what, when. Entries are only ever added.
public final class AuditTrail {
  private final Database database;
  private final Ids ids;
  private final InstantSource clock;

  /// One act.
  ///
  /// @param action a verb in the past, such as `signed in`
  public record Entry(long atMillis, String actor, String action, String target, String detail) {}

  public AuditTrail(Database database, Ids ids, InstantSource clock) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
  }

  public void record(String actor, String action, String target, String detail) {
    database.transaction(
        handle ->
            handle.execute(
                "INSERT INTO audit_trail (id, at, actor, action, target, detail)"
                    + " VALUES (?, ?, ?, ?, ?, ?)",
                ids.next(),
                clock.millis(),
                actor,
                action,
                target,
                detail));
  }

  /// The newest entries, newest first.
  public List<Entry> newest(int limit) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM audit_trail ORDER BY at DESC, id DESC LIMIT :limit")
                .bind("limit", limit)
                .map(
                    (row, _) ->
                        new Entry(
                            row.getLong("at"),
                            row.getString("actor"),
                            row.getString("action"),
                            row.getString("target"),
                            row.getString("detail")))
                .list());
  }
}

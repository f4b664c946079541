package dev.tocsin.server.deliver;

import dev.tocsin.server.config.KeyPattern;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The stream of notices on the admin pages: keyed, so the same trouble is one line; read by each
/// person for themselves; open until somebody acknowledges it.
public final class Notices {
  private final Database database;
  private final Ids ids;
  private final InstantSource clock;
  private final Runnable changed;

  /// @param changed told after each change, for the open pages
  public Notices(Database database, Ids ids, InstantSource clock, Runnable changed) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.changed = changed;
  }

  public void raise(AdminNotice notice) {
    database.transaction(
        transaction -> {
          raise(transaction, notice);
          return notice;
        });
  }

  /// Within somebody's transaction.
  public void raise(Handle transaction, AdminNotice notice) {
    AdminNoticeTable.raise(transaction, ids.next(), notice, clock.millis());
    transaction.afterCommit(changed);
  }

  /// The trouble of a line is over; the line stays until somebody acknowledges it.
  public void over(Handle transaction, String kind, String key) {
    AdminNoticeTable.over(transaction, kind + ":" + key, clock.millis());
    transaction.afterCommit(changed);
  }

  /// Newest first.
  ///
  /// @param kind empty for all
  /// @param keys empty for all; else a pattern of the ends of their keys
  public List<AdminNotice> list(String kind, boolean onlyOpen, String keys, int limit, int offset) {
    var pattern = KeyPattern.parse(keys);
    if (!keys.isEmpty() && pattern.isEmpty()) {
      return List.of();
    }
    var filter = new AdminNoticeTable.Filter(kind, onlyOpen, pattern);
    return database.read(handle -> AdminNoticeTable.list(handle, filter, limit, offset));
  }

  /// Closes a line; false when it is closed or unknown.
  ///
  /// @param by the name of the person
  public boolean acknowledge(String id, String by) {
    boolean done =
        database.transaction(
            transaction -> AdminNoticeTable.acknowledge(transaction, id, by, clock.millis()));
    changed.run();
    return done;
  }

  /// How many open lines this person has not seen yet.
  public long unread(String readerId) {
    return database.read(handle -> AdminNoticeTable.unread(handle, readerId));
  }

  /// This person has seen everything until now.
  public void markRead(String readerId) {
    database.transaction(
        transaction -> {
          AdminNoticeTable.read(transaction, readerId, clock.millis());
          return readerId;
        });
  }
}

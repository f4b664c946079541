package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import java.time.InstantSource;
import java.util.List;

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
          AdminNoticeTable.raise(transaction, ids.next(), notice, clock.millis());
          return notice;
        });
    changed.run();
  }

  /// Newest first.
  ///
  /// @param kind empty for all
  public List<AdminNotice> list(String kind, boolean onlyOpen, int limit, int offset) {
    var filter = new AdminNoticeTable.Filter(kind, onlyOpen);
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

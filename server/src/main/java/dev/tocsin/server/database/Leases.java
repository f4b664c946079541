package dev.tocsin.server.database;

import java.time.Duration;
import java.time.InstantSource;

/// Named work that only one replica does at a time. A lease that is not renewed runs out, so the
/// work of a dead replica is taken over.
public final class Leases {
  private final Database database;
  private final InstantSource clock;
  private final String holder;

  /// @param holder the name of this replica, unique among all
  public Leases(Database database, InstantSource clock, String holder) {
    this.database = database;
    this.clock = clock;
    this.holder = holder;
  }

  /// Gives back what a process held that has ended without doing so, such as the one before this in
  /// the same data folder. Its work goes on at once then, not when its leases run out.
  ///
  /// @param prefix with which the names of such holders begin
  public void releaseOf(String prefix) {
    database.transaction(
        handle ->
            handle.execute(
                "DELETE FROM leases WHERE substr(holder, 1, ?) = ? AND holder <> ?",
                prefix.length(),
                prefix,
                holder));
  }

  /// Takes or renews a lease; whether this replica holds it now.
  public boolean acquire(String name, Duration length) {
    long now = clock.millis();
    return database.transaction(
            handle ->
                handle
                    .createUpdate(
                        """
                        INSERT INTO leases (name, holder, expires_at)
                        VALUES (:name, :holder, :expires)
                        ON CONFLICT (name) DO UPDATE
                        SET holder = excluded.holder, expires_at = excluded.expires_at
                        WHERE leases.holder = excluded.holder OR leases.expires_at <= :now
                        """)
                    .bind("name", name)
                    .bind("holder", holder)
                    .bind("expires", now + length.toMillis())
                    .bind("now", now)
                    .execute())
        == 1;
  }

  /// Gives a lease back before it runs out.
  public void release(String name) {
    database.transaction(
        handle -> handle.execute("DELETE FROM leases WHERE name = ? AND holder = ?", name, holder));
  }
}

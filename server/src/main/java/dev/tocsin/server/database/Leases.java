package dev.tocsin.server.database;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/// Named work that only one replica does at a time. A lease that is not renewed runs out, so the
/// work of a dead replica is taken over.
public final class Leases {
  private final Database database;
  private final InstantSource clock;
  private final String holder;
  private volatile Set<String> inherited = Set.of();

  /// @param holder the name of this replica, unique among all
  public Leases(Database database, InstantSource clock, String holder) {
    this.database = database;
    this.clock = clock;
    this.holder = holder;
  }

  /// Goes on with what a process held that has ended without giving it back, such as the one before
  /// this in the same data folder; also with what has run out, as long as nobody else has taken it.
  /// Nobody gets in between: others may know less of what happened last.
  ///
  /// @param prefix with which the names of such holders begin
  public void inherit(String prefix) {
    inherited =
        database.transaction(
            handle -> {
              handle.execute(
                  "UPDATE leases SET holder = ? WHERE substr(holder, 1, ?) = ?",
                  holder,
                  prefix.length(),
                  prefix);
              return handle
                  .createQuery("SELECT name FROM leases WHERE holder = :holder")
                  .bind("holder", holder)
                  .mapTo(String.class)
                  .set();
            });
  }

  /// Whether the predecessor of this replica held a lease when it died.
  public boolean isInherited(String name) {
    return inherited.contains(name);
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

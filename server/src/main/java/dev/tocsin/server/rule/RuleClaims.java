package dev.tocsin.server.rule;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Leases;
import java.time.Duration;
import java.util.Optional;

/// Makes sure that each tick of a group is evaluated by one replica and at most once.
///
/// A lease keeps a group with one replica, so that evaluations of it do not overlap. The stored
/// number of the last tick is what counts: it only grows, so a replica that takes a group over
/// cannot repeat the tick that the other one did last.
public final class RuleClaims {
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(10);
  private static final int LEASE_INTERVALS = 3;

  private final Database database;
  private final Leases leases;

  public RuleClaims(Database database, Leases leases) {
    this.database = database;
    this.leases = leases;
  }

  /// Whether this replica shall evaluate a tick; answers yes at most once per tick.
  boolean claim(RuleGroup group, long tick) {
    return renew(group) && advance(tickKey(group), tick);
  }

  /// The last tick that any replica claimed.
  Optional<Long> last(RuleGroup group) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT tick FROM rule_ticks WHERE group_key = :key")
                .bind("key", tickKey(group))
                .mapTo(Long.class)
                .findOne());
  }

  /// Ticks are counted in intervals: another interval begins another count.
  private static String tickKey(RuleGroup group) {
    return group.key() + ";" + group.interval().toMillis();
  }

  /// Keeps a group while its rules are being evaluated; whether it is still ours.
  boolean renew(RuleGroup group) {
    return leases.acquire(lease(group), length(group));
  }

  /// Whether the process before this one had the group when it died.
  boolean isInherited(RuleGroup group) {
    return leases.isInherited(lease(group));
  }

  void release(RuleGroup group) {
    leases.release(lease(group));
  }

  static Duration length(RuleGroup group) {
    var several = group.interval().multipliedBy(LEASE_INTERVALS);
    return several.compareTo(SHORTEST_LEASE) < 0 ? SHORTEST_LEASE : several;
  }

  private static String lease(RuleGroup group) {
    return "rules " + group.key();
  }

  private boolean advance(String key, long tick) {
    return database.transaction(
            handle ->
                handle.execute(
                    """
                    INSERT INTO rule_ticks (group_key, tick) VALUES (?, ?)
                    ON CONFLICT (group_key) DO UPDATE SET tick = excluded.tick
                    WHERE rule_ticks.tick < excluded.tick
                    """,
                    key,
                    tick))
        == 1;
  }
}

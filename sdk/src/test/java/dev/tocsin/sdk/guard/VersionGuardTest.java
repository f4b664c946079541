package dev.tocsin.sdk.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.testkit.RealPostgres;
import dev.tocsin.sdk.testkit.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VersionGuardTest {

  private static final Mutation UPDATE = new Mutation("web", "update_item");
  private static final int RIVALS = 8;

  private final Telemetry telemetry = new Telemetry();
  private final VersionGuard guard = VersionGuard.ofCarts(telemetry, Set.of("web", "mobile"));
  private final VersionedTable items = new VersionedTable("cart_item", "id", "version");

  @BeforeAll
  static void createTable() throws SQLException {
    RealPostgres.execute(
        "CREATE TABLE cart_item (id bigint PRIMARY KEY, quantity int, version bigint NOT NULL)");
  }

  @BeforeEach
  void fill() throws SQLException {
    RealPostgres.execute("DELETE FROM cart_item");
    RealPostgres.execute("INSERT INTO cart_item VALUES (1, 1, 5)");
  }

  @Test
  void aMissingVersionNamesTheFieldAndIsCounted() {
    VersionMissingException refused =
        assertThrows(
            VersionMissingException.class,
            () -> guard.require(UPDATE, VersionGuard.ITEM_VERSION, null));
    assertEquals(400, refused.status());
    assertEquals("expectedItemVersion", refused.problem().get("field"));
    assertThrows(
        VersionMissingException.class,
        () -> guard.require(new Mutation("curl/8", "clear"), VersionGuard.SNAPSHOT_VERSION, null));
    assertEquals(
        List.of(
            "cart_missing_guard_total{consumer=\"unregistered\",operation=\"clear\"} 1.0",
            "cart_missing_guard_total{consumer=\"web\",operation=\"update_item\"} 1.0"),
        Samples.of(telemetry, "cart_missing_guard_total{"));
  }

  /// The example of the documentation.
  @Test
  void anOutdatedVersionIsAConflictThatCarriesTheCurrentOne() throws SQLException {
    try (Connection connection = RealPostgres.dataSource().getConnection()) {
      long expected = guard.require(UPDATE, VersionGuard.ITEM_VERSION, 5L);
      VersionedChange change = items.update(connection, 1L, expected, Map.of("quantity", 3));
      assertEquals(6, guard.requireChanged(UPDATE, expected, change, () -> "cart"));

      VersionedChange late = items.update(connection, 1L, expected, Map.of("quantity", 9));
      VersionConflictException conflict =
          assertThrows(
              VersionConflictException.class,
              () -> guard.requireChanged(UPDATE, expected, late, () -> Map.of("quantity", 3)));
      assertEquals(409, conflict.status());
      assertEquals(6L, conflict.problem().get("currentVersion"));
      assertEquals(Map.of("quantity", 3), conflict.problem().get("current"));
    }
    assertEquals(
        List.of(
            "cart_conflicts_total{consumer=\"mobile\"} 0.0",
            "cart_conflicts_total{consumer=\"web\"} 1.0"),
        Samples.of(telemetry, "cart_conflicts_total{"));
  }

  @Test
  void removalComparesToo() throws SQLException {
    try (Connection connection = RealPostgres.dataSource().getConnection()) {
      assertEquals(new VersionedChange(false, 5L), items.delete(connection, 1L, 4));
      assertTrue(items.delete(connection, 1L, 5).made());
      VersionedChange gone = items.update(connection, 1L, 5, Map.of());
      VersionConflictException conflict =
          assertThrows(
              VersionConflictException.class,
              () -> guard.requireChanged(UPDATE, 5, gone, () -> null));
      assertNull(conflict.current());
    }
  }

  @Test
  void ofChangesAtTheSameTimeExactlyOneWins() throws Exception {
    for (long version = 5; version < 25; version++) {
      List<VersionedChange> changes = race(version);
      assertEquals(1, changes.stream().filter(VersionedChange::made).count());
      long next = version + 1;
      assertTrue(changes.stream().allMatch(change -> change.currentVersion() == next));
    }
  }

  private List<VersionedChange> race(long version) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService rivals = Executors.newFixedThreadPool(RIVALS);
    List<Future<VersionedChange>> running = new ArrayList<>();
    try {
      for (int i = 0; i < RIVALS; i++) {
        int quantity = i;
        running.add(
            rivals.submit(
                () -> {
                  try (Connection connection = RealPostgres.dataSource().getConnection()) {
                    start.await();
                    return items.update(connection, 1L, version, Map.of("quantity", quantity));
                  }
                }));
      }
      start.countDown();
      List<VersionedChange> changes = new ArrayList<>();
      for (Future<VersionedChange> future : running) {
        changes.add(future.get());
      }
      return changes;
    } finally {
      rivals.shutdownNow();
    }
  }

  @Test
  void aNameThatIsNoneNeverReachesTheDatabase() {
    assertThrows(
        IllegalArgumentException.class, () -> new VersionedTable("cart; DROP", "id", "version"));
    assertThrows(
        IllegalArgumentException.class,
        () -> items.update(null, 1L, 5, Map.of("quantity = 1 --", 3)));
  }
}

package dev.tocsin.server.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the rest of the product relies on, whichever database it is.
abstract class DatabaseContract {
  private final ManualClock clock = new ManualClock();
  private Database database;

  abstract Database open(Path folder);

  static final class SqliteTest extends DatabaseContract {
    @Override
    Database open(Path folder) {
      return TestDatabases.sqlite(folder);
    }
  }

  static final class PostgresTest extends DatabaseContract {
    @Override
    Database open(Path folder) {
      return TestDatabases.postgres();
    }
  }

  @BeforeEach
  void openDatabase(@TempDir Path folder) {
    database = open(folder);
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void aFailedTransactionLeavesNothing() {
    assertThrows(
        IllegalStateException.class,
        () ->
            database.transaction(
                handle -> {
                  handle.execute("INSERT INTO leases VALUES ('a', 'me', 1)");
                  throw new IllegalStateException("on purpose");
                }));
    assertEquals(0, count());
  }

  @Test
  void whatRunsAfterCommitDoesNotRunAfterRollback() {
    var ran = new ArrayList<String>();
    database.transaction(
        handle -> {
          handle.afterCommit(() -> ran.add("committed"));
          return 0;
        });
    assertThrows(
        IllegalStateException.class,
        () ->
            database.transaction(
                handle -> {
                  handle.afterCommit(() -> ran.add("rolled back"));
                  throw new IllegalStateException("on purpose");
                }));
    assertEquals(java.util.List.of("committed"), ran);
  }

  @Test
  void parallelWritersLoseNothing() throws Exception {
    int writers = 8;
    int each = 25;
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var work = new ArrayList<Callable<Integer>>();
      for (int writer = 0; writer < writers; writer++) {
        int number = writer;
        work.add(() -> insertMany("writer" + number, each));
      }
      for (var done : pool.invokeAll(work)) {
        assertEquals(each, done.get());
      }
    }
    assertEquals(writers * each, count());
  }

  private int insertMany(String writer, int many) {
    for (int i = 0; i < many; i++) {
      var name = writer + "-" + i;
      database.transaction(
          handle -> {
            handle.createQuery("SELECT COUNT(*) FROM leases").mapTo(Long.class).one();
            return handle.execute("INSERT INTO leases VALUES (?, 'me', 1)", name);
          });
    }
    return many;
  }

  @Test
  void aLeaseHasOneHolderUntilItRunsOut() {
    var first = new Leases(database, clock, "first");
    var second = new Leases(database, clock, "second");
    assertTrue(first.acquire("group", Duration.ofSeconds(30)));
    assertFalse(second.acquire("group", Duration.ofSeconds(30)));
    assertTrue(second.acquire("other", Duration.ofSeconds(30)));

    clock.advance(Duration.ofSeconds(20));
    assertTrue(first.acquire("group", Duration.ofSeconds(30)), "renewed by its holder");
    clock.advance(Duration.ofMillis(29_999));
    assertFalse(second.acquire("group", Duration.ofSeconds(30)), "one millisecond is left");
    clock.advance(Duration.ofMillis(1));
    assertTrue(second.acquire("group", Duration.ofSeconds(30)));
    assertFalse(first.acquire("group", Duration.ofSeconds(30)));
  }

  @Test
  void aReleasedLeaseIsFreeAtOnceButOnlyForItsHolderToRelease() {
    var first = new Leases(database, clock, "first");
    var second = new Leases(database, clock, "second");
    assertTrue(first.acquire("group", Duration.ofSeconds(30)));
    second.release("group");
    assertFalse(second.acquire("group", Duration.ofSeconds(30)));
    first.release("group");
    assertTrue(second.acquire("group", Duration.ofSeconds(30)));
  }

  @Test
  void theLeasesOfAProcessThatDiedPassToItsSuccessorAndToNobodyElse() {
    var died = new Leases(database, clock, "a/1");
    var other = new Leases(database, clock, "b/1");
    var successor = new Leases(database, clock, "a/2");
    assertTrue(died.acquire("group", Duration.ofSeconds(30)));
    assertTrue(other.acquire("probe", Duration.ofSeconds(30)));

    successor.inherit("a/");
    assertTrue(successor.isInherited("group"));
    assertFalse(successor.isInherited("probe"));
    assertFalse(other.acquire("group", Duration.ofSeconds(30)), "nobody gets in between");
    assertTrue(successor.acquire("group", Duration.ofSeconds(30)));
    assertFalse(successor.acquire("probe", Duration.ofSeconds(30)), "another replica has it");
  }

  private int count() {
    return database.read(
        handle -> handle.createQuery("SELECT COUNT(*) FROM leases").mapTo(Integer.class).one());
  }
}

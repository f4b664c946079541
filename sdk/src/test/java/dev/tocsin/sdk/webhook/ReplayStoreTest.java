package dev.tocsin.sdk.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.sdk.redis.RedisLink;
import dev.tocsin.sdk.sql.TestDatabase;
import dev.tocsin.sdk.testkit.LogCapture;
import dev.tocsin.sdk.testkit.ManualClock;
import dev.tocsin.sdk.testkit.RealPostgres;
import dev.tocsin.sdk.testkit.RealRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every store of replays keeps to.
class ReplayStoreTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final ManualClock CLOCK = new ManualClock();
  private static RealRedis redis;
  private static RedisLink link;

  /// The stores.
  enum Kind {
    MEMORY,
    JDBC,
    REDIS;

    ReplayStore open() {
      if (this == MEMORY) {
        return new InMemoryReplayStore(100, CLOCK);
      }
      return this == JDBC
          ? new JdbcReplayStore(RealPostgres.dataSource(), CLOCK)
          : new RedisReplayStore(link);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    redis = new RealRedis();
    link = new RedisLink(redis.url(), Duration.ofSeconds(5), CLOCK);
    RealPostgres.execute(JdbcReplayStore.DDL);
  }

  @AfterAll
  static void stop() {
    link.close();
    redis.close();
  }

  @BeforeEach
  void empty() throws Exception {
    RealPostgres.execute("DELETE FROM webhook_event_seen");
    link.call(commands -> commands.flushall());
  }

  @Test
  void theTableIsPurgedByItselfAlsoAfterAFailure() throws Exception {
    JdbcReplayStore store = new JdbcReplayStore(RealPostgres.dataSource(), CLOCK);
    store.claim("old", "digest", LONG);
    store.complete("old", "digest", LONG);
    CLOCK.advance(LONG.plusSeconds(1));
    store.claim("new", "digest", LONG);
    RealPostgres.execute("ALTER TABLE webhook_event_seen RENAME TO gone");
    try (ReplayPurge purge = new ReplayPurge(List.of(store), Duration.ofMillis(20));
        LogCapture log = new LogCapture(ReplayPurge.class.getName())) {
      purge.start();
      Awaitility.await().until(() -> !log.lines().isEmpty());
      RealPostgres.execute("ALTER TABLE gone RENAME TO webhook_event_seen");
      Awaitility.await().until(() -> seen().equals(List.of("new")));
    }
  }

  private static List<String> seen() throws Exception {
    return TestDatabase.query(RealPostgres.dataSource(), "SELECT id FROM webhook_event_seen");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anEventIsTakenOnceAndKnownOnceItIsDone(Kind kind) throws Exception {
    ReplayStore store = kind.open();
    assertEquals(Claim.TAKEN, store.claim("e1", "d1", LONG));
    assertEquals(Claim.HELD, store.claim("e1", "d1", LONG));
    assertEquals(Claim.MISMATCH, store.claim("e1", "d2", LONG));
    store.complete("e1", "d1", LONG);
    assertEquals(Claim.DONE, store.claim("e1", "d1", LONG));
    assertEquals(Claim.MISMATCH, store.claim("e1", "d2", LONG));
    assertEquals(Claim.TAKEN, store.claim("e2", "d2", LONG));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatIsGivenBackOrOverdueIsTakenAgain(Kind kind) throws Exception {
    ReplayStore store = kind.open();
    assertEquals(Claim.TAKEN, store.claim("e1", "d1", LONG));
    store.release("e1");
    assertEquals(Claim.TAKEN, store.claim("e1", "d1", LONG));

    assertEquals(Claim.TAKEN, store.claim("e2", "d1", Duration.ofMillis(50)));
    CLOCK.advance(Duration.ofMillis(50));
    Awaitility.await().until(() -> store.claim("e2", "d1", LONG) == Claim.TAKEN);
    assertEquals(Claim.HELD, store.claim("e2", "d1", LONG));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void ofClaimsAtTheSameTimeExactlyOneIsTaken(Kind kind) throws Exception {
    ReplayStore store = kind.open();
    ExecutorService rivals = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 10; round++) {
        String id = "race" + round;
        List<Callable<Claim>> claims = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          claims.add(() -> store.claim(id, "d", LONG));
        }
        long taken = 0;
        for (Future<Claim> claim : rivals.invokeAll(claims)) {
          taken += claim.get() == Claim.TAKEN ? 1 : 0;
        }
        assertEquals(1, taken, id);
      }
    } finally {
      rivals.shutdownNow();
    }
  }

  @Test
  void memoryIsBoundedAndTheTableCanBePurged() throws Exception {
    InMemoryReplayStore memory = new InMemoryReplayStore(100, CLOCK);
    for (int i = 0; i < 150; i++) {
      memory.claim("e" + i, "d", LONG);
    }
    assertEquals(100, memory.size());

    JdbcReplayStore table = new JdbcReplayStore(RealPostgres.dataSource(), CLOCK);
    table.claim("e1", "d", LONG);
    table.complete("e1", "d", LONG);
    assertEquals(0, table.purge());
    CLOCK.advance(LONG);
    assertEquals(1, table.purge());
  }
}

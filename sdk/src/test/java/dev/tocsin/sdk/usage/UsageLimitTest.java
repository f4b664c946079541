package dev.tocsin.sdk.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The limit under parallel calls, in one process and in several with one PostgreSQL.
class UsageLimitTest {

  private static final int THREADS = 16;
  private static final long TENTH = 40_000;

  private static int admittedBy(UsageMeter meter, int calls) {
    int admitted = 0;
    for (int i = 0; i < calls; i++) {
      if (meter.reserve("ann", Shop.GPT, TENTH, 0) instanceof Admission.Admitted yes) {
        admitted++;
        yes.reservation().settle(TokenUsage.reported(TENTH, 0));
      }
    }
    return admitted;
  }

  private static int together(List<Callable<Integer>> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      int sum = 0;
      for (Future<Integer> part : threads.invokeAll(work)) {
        sum += part.get();
      }
      return sum;
    } finally {
      threads.shutdownNow();
    }
  }

  private static String budget(Shop shop) throws Exception {
    try (Connection connection = shop.database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT SUM(reported_nanos), SUM(leased_nanos) FROM llm_usage_budget")) {
      row.next();
      return row.getLong(1) + " " + row.getLong(2);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TestDatabase.class,
      names = {"H2", "POSTGRESQL"})
  void manyThreadsOfOneProcessSpendExactlyTheLimit(TestDatabase kind) throws Exception {
    try (Shop shop = Shop.limitedTo(kind, "10")) {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        work.add(() -> admittedBy(shop.meter, 20));
      }
      assertEquals(100, together(work));
      assertEquals(
          new BigDecimal("10.000000000"),
          shop.ledger.totals(ModelContractTest.TODAY).get(0).sums().cost());
      assertEquals(List.of(), shop.ledger.differences(ModelContractTest.TODAY));
      assertEquals("10000000000 0", budget(shop));
    }
  }

  @Test
  void manyThreadsOfSeveralProcessesNeverSpendMoreThanTheLimit() throws Exception {
    try (Shop shop = Shop.limitedTo(TestDatabase.POSTGRESQL, "10")) {
      UsageMeter second = shop.anotherMeter();
      UsageMeter third = shop.anotherMeter();
      List<UsageMeter> meters = List.of(shop.meter, second, third);
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        UsageMeter meter = meters.get(i % meters.size());
        work.add(() -> admittedBy(meter, 20));
      }
      int admitted = together(work);
      assertTrue(admitted <= 100 && admitted > 80, "admitted " + admitted);

      shop.clock.advance(Duration.ofSeconds(1));
      second.close();
      third.close();
      assertEquals(100, admitted + admittedBy(shop.meter, 100));
      assertEquals("10000000000 0", budget(shop));
    }
  }

  @Test
  void reservationsThatAreCancelledOrCheaperLeaveNothingSetAside() throws Exception {
    try (Shop shop = Shop.limitedTo(TestDatabase.POSTGRESQL, "2")) {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        work.add(() -> mixed(shop.meter));
      }
      long spent = together(work) * 1_000_000L;
      shop.meter.close();
      assertEquals(spent + " 0", budget(shop));
    }
  }

  /// The calls that cost a thousandth each.
  private static int mixed(UsageMeter meter) {
    int settled = 0;
    for (int i = 0; i < 30; i++) {
      boolean cancel = ThreadLocalRandom.current().nextBoolean();
      if (meter.reserve("ann", Shop.GPT, TENTH, 0) instanceof Admission.Admitted yes) {
        if (cancel) {
          yes.reservation().close();
        } else {
          yes.reservation().settle(TokenUsage.reported(400, 0));
          settled++;
        }
      }
    }
    return settled;
  }

  @Test
  void whatADeadProcessHadLeasedComesBackWhenTheLeaseExpires() throws Exception {
    try (Shop shop = Shop.limitedTo(TestDatabase.POSTGRESQL, "1")) {
      UsageMeter dead = shop.anotherMeter();
      Shop.admitted(dead.reserve("ann", Shop.GPT, 10 * TENTH, 0));
      assertEquals(
          Refusal.DAILY_LIMIT, Shop.refused(shop.meter.reserve("ann", Shop.GPT, TENTH, 0)));
      shop.clock.advance(Duration.ofMinutes(11));
      Reservation all = Shop.admitted(shop.meter.reserve("ann", Shop.GPT, 10 * TENTH, 0));
      all.settle(TokenUsage.reported(10 * TENTH, 0));
      assertEquals("1000000000 0", budget(shop));
    }
  }

  @Test
  void aCallThatTurnsOutDearerIsBookedInFullAndStopsTheNext() throws Exception {
    try (Shop shop = Shop.limitedTo(TestDatabase.POSTGRESQL, "1")) {
      Shop.admitted(shop.meter.reserve("ann", Shop.GPT, TENTH, 0))
          .settle(TokenUsage.reported(20 * TENTH, 0));
      assertEquals("2000000000 0", budget(shop));
      assertEquals(Refusal.DAILY_LIMIT, Shop.refused(shop.meter.reserve("ann", Shop.GPT, 1, 0)));
    }
  }

  @Test
  void usersWhoHaveGoneGiveTheirSliceBack() throws Exception {
    try (Shop shop = Shop.limitedTo(TestDatabase.H2, "1")) {
      Shop.admitted(shop.meter.reserve("ann", Shop.GPT, 1, 0)).cancel();
      assertEquals("0 50000000", budget(shop));
      shop.meter.maintain();
      assertEquals("0 50000000", budget(shop));
      shop.clock.advance(Duration.ofMinutes(3));
      shop.meter.maintain();
      assertEquals("0 0", budget(shop));
    }
  }

  @Test
  void leasesOfPastDaysAreForgotten() throws Exception {
    try (Shop shop = Shop.limitedTo(TestDatabase.H2, "1")) {
      Shop.admitted(shop.meter.reserve("ann", Shop.GPT, 1, 0)).cancel();
      assertEquals(1, leases(shop));
      shop.clock.advance(Duration.ofDays(1));
      shop.meter.maintain();
      assertEquals(1, leases(shop));
      shop.clock.advance(Duration.ofDays(1));
      shop.meter.maintain();
      assertEquals(0, leases(shop));
    }
  }

  private static int leases(Shop shop) throws Exception {
    try (Connection connection = shop.database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM llm_usage_lease")) {
      row.next();
      return row.getInt(1);
    }
  }
}

package dev.tocsin.sdk.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.testkit.LogCapture;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UsageMeterTest {

  private static final LocalDate TODAY = ModelContractTest.TODAY;
  private static final long MILLION = 1_000_000;

  private static void call(Shop shop, String user, ModelId model, TokenUsage usage) {
    Shop.admitted(shop.meter.reserve(user, model, usage.inputTokens(), usage.outputTokens()))
        .settle(usage);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void reportedAndEstimatedUsageAreTwoRowsOfTheDay(TestDatabase kind) throws Exception {
    try (Shop shop = Shop.limitedTo(kind, "100")) {
      call(shop, "ann", Shop.GPT, TokenUsage.reported(1000, 100));
      call(shop, "ann", Shop.GPT, TokenUsage.reported(1000, 100));
      call(shop, "ann", Shop.GPT, TokenUsage.estimated(7, 1));
      call(shop, "bob", Shop.GPT, TokenUsage.reported(1, 0));

      List<UsageRow> rows = shop.ledger.ofUser(TODAY, "ann");
      assertEquals(2, rows.size());
      UsageRow estimated = rows.get(0);
      UsageRow reported = rows.get(1);
      assertEquals(UsageSource.ESTIMATED, estimated.source());
      assertEquals(new BigDecimal("0.000017500"), estimated.sums().inputCost());
      assertEquals(new BigDecimal("0.000010000"), estimated.sums().outputCost());
      assertEquals(2, reported.sums().calls());
      assertEquals(2000, reported.sums().inputTokens());
      assertEquals(new BigDecimal("0.007000000"), reported.sums().cost());
      assertEquals(2, shop.ledger.totals(TODAY).size());
      assertEquals(List.of(), shop.ledger.differences(TODAY));
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void theConsistencyCheckFindsARowThatWasChangedAndAnEventThatIsMissing(TestDatabase kind)
      throws Exception {
    try (Shop shop = Shop.limitedTo(kind, "100")) {
      call(shop, "ann", Shop.GPT, TokenUsage.reported(1000, 100));
      call(shop, "bob", Shop.GPT, TokenUsage.reported(1000, 100));
      call(shop, "cay", Shop.GPT, TokenUsage.reported(1000, 100));
      shop.execute(
          "UPDATE llm_usage_daily SET input_nanos = input_nanos - 1 WHERE user_id = 'ann'");
      shop.execute("DELETE FROM llm_usage_event WHERE user_id = 'bob'");

      List<UsageRow> found = shop.ledger.differences(TODAY);
      assertEquals(List.of("ann", "bob"), found.stream().map(UsageRow::user).toList());
      assertEquals(new BigDecimal("0.000000001"), found.get(0).sums().inputCost());
      assertEquals(-1, found.get(1).sums().calls());
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void theLimitOfTheDayHoldsAndStartsAnewTheNextDay(TestDatabase kind) throws Exception {
    try (Shop shop = Shop.limitedTo(kind, "7.50")) {
      for (int i = 0; i < 3; i++) {
        call(shop, "ann", Shop.GPT, TokenUsage.reported(MILLION, 0));
      }
      assertEquals(Refusal.DAILY_LIMIT, Shop.refused(shop.meter.reserve("ann", Shop.GPT, 1, 0)));
      Shop.admitted(shop.meter.reserve("bob", Shop.GPT, MILLION, 0)).cancel();
      shop.clock.advance(Duration.ofDays(1));
      Shop.admitted(shop.meter.reserve("ann", Shop.GPT, 3 * MILLION, 0)).cancel();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void whatACallDoesNotUseIsFreeAgain(TestDatabase kind) throws Exception {
    try (Shop shop = Shop.limitedTo(kind, "5")) {
      Reservation large = Shop.admitted(shop.meter.reserve("ann", Shop.GPT, 2 * MILLION, 0));
      assertEquals(Refusal.DAILY_LIMIT, Shop.refused(shop.meter.reserve("ann", Shop.GPT, 1, 0)));
      large.settle(TokenUsage.reported(1, 0));
      large.settle(TokenUsage.reported(2 * MILLION, 0));
      Shop.admitted(shop.meter.reserve("ann", Shop.GPT, 2 * MILLION - 1, 0)).cancel();
    }
  }

  @Test
  void aPriceChangeLeavesThePastAsItWas() throws Exception {
    try (Shop shop = Shop.limitedTo(TestDatabase.H2, "100")) {
      shop.clock.advance(Duration.ofDays(-40));
      call(shop, "ann", Shop.GPT, TokenUsage.reported(MILLION, 0));
      shop.clock.advance(Duration.ofDays(40));
      call(shop, "ann", Shop.GPT, TokenUsage.reported(MILLION, 0));
      BigDecimal before = shop.ledger.totals(TODAY.minusDays(40)).get(0).sums().cost();
      BigDecimal now = shop.ledger.totals(TODAY).get(0).sums().cost();
      assertEquals("5.000000000 2.500000000", before + " " + now);
    }
  }

  @Test
  void aModelThatIsNotAllowedIsRefused() throws Exception {
    try (Shop shop = Shop.limitedTo(TestDatabase.H2, "100")) {
      Admission answer = shop.meter.reserve("ann", ModelId.parse("openai/gpt-9"), 1, 1);
      assertEquals(Refusal.MODEL_NOT_ALLOWED, Shop.refused(answer));
      assertEquals(Refusal.INVALID_USER, Shop.refused(shop.meter.reserve(" ", Shop.GPT, 1, 1)));
      assertEquals(
          List.of("llm_calls_refused_total{reason=\"model_not_allowed\"} 1.0"),
          shop.samples("llm_calls_refused_total{reason=\"model_not_allowed\"}"));
    }
  }

  @Test
  void zeroCostUseOfAnActiveModelIsRaisedAtOnce() throws Exception {
    try (Shop shop = Shop.limitedTo(TestDatabase.H2, "100")) {
      call(shop, "ann", Shop.GPT, TokenUsage.reported(1, 1));
      call(shop, "ann", Shop.FREE, TokenUsage.reported(0, 0));
      assertEquals(List.of(), shop.alarms);
      call(shop, "ann", Shop.FREE, TokenUsage.reported(1, 1));
      call(shop, "ann", Shop.UNPRICED, TokenUsage.estimated(1, 1));
      assertEquals(
          List.of("llm-gateway.pricing.zero-cost.gpt-free", "llm-gateway.pricing.zero-cost.gpt-5"),
          shop.alarms);
      assertEquals(
          List.of(
              "llm_zero_cost_calls_total{model=\"gpt-4o\",provider=\"openai\"} 0.0",
              "llm_zero_cost_calls_total{model=\"gpt-5\",provider=\"openai\"} 1.0",
              "llm_zero_cost_calls_total{model=\"gpt-free\",provider=\"openai\"} 1.0"),
          shop.samples("llm_zero_cost_calls_total"));
    }
  }

  @Test
  void tokensAndCostAreCountedByDirectionAndSource() throws Exception {
    try (Shop shop = Shop.limitedTo(TestDatabase.H2, "100")) {
      call(shop, "ann", Shop.GPT, TokenUsage.reported(MILLION, 3));
      String labels =
          "{direction=\"%s\",model=\"gpt-4o\",provider=\"openai\",source=\"reported\"} ";
      assertEquals(
          List.of(
              "llm_cost_total" + labels.formatted("input") + "2.5",
              "llm_cost_total" + labels.formatted("output") + "3.0E-5"),
          shop.samples("llm_cost_total"));
      assertEquals(
          List.of(
              "llm_tokens_total" + labels.formatted("input") + "1000000.0",
              "llm_tokens_total" + labels.formatted("output") + "3.0"),
          shop.samples("llm_tokens_total"));
    }
  }

  @Test
  void eachCallIsOneLogEventWithFixedFields() throws Exception {
    try (Shop shop = Shop.limitedTo(TestDatabase.H2, "100");
        LogCapture log = new LogCapture("dev.tocsin.sdk.usage")) {
      call(shop, "ann", Shop.GPT, TokenUsage.estimated(1000, 3));
      List<String> lines =
          log.lines().stream().filter(line -> line.contains("event=llm.usage ")).toList();
      assertEquals(1, lines.size());
      String fields =
          "usageUser=ann day=2026-03-01 provider=openai model=gpt-4o source=estimated"
              + " inputTokens=1000 outputTokens=3 inputCost=0.002500000 outputCost=0.000030000"
              + " currency=USD";
      assertTrue(lines.get(0).contains(fields), lines.get(0));
    }
  }

  @Test
  void aCallWhoseBookingFailsIsBookedOnceWhenTheDatabaseIsBack() throws Exception {
    try (Shop shop = Shop.limitedTo(TestDatabase.POSTGRESQL, "100")) {
      Reservation first = Shop.admitted(shop.meter.reserve("ann", Shop.GPT, 1000, 0));
      Reservation second = Shop.admitted(shop.meter.reserve("ann", Shop.GPT, 1000, 0));
      shop.execute("ALTER TABLE llm_usage_event RENAME TO gone");
      first.settle(TokenUsage.reported(1000, 0));
      second.settle(TokenUsage.reported(1000, 0));
      shop.meter.maintain();
      assertEquals(2, shop.meter.pendingBookings());
      assertEquals(List.of(), shop.ledger.totals(TODAY));
      assertEquals(
          List.of("llm_usage_bookings_pending 2.0"), shop.samples("llm_usage_bookings_pending"));

      shop.execute("ALTER TABLE gone RENAME TO llm_usage_event");
      shop.meter.maintain();
      assertEquals(0, shop.meter.pendingBookings());
      assertEquals(2, shop.ledger.totals(TODAY).get(0).sums().calls());
      assertEquals(List.of(), shop.ledger.differences(TODAY));
    }
  }

  @Test
  void withoutADatabaseTheSliceAtHandIsUsedUpAndThenCallsAreRefused() throws Exception {
    try (Shop shop = Shop.limitedTo(TestDatabase.POSTGRESQL, "50")) {
      Shop.admitted(shop.meter.reserve("ann", Shop.GPT, MILLION / 2, 0)).cancel();
      shop.execute("ALTER TABLE llm_usage_budget RENAME TO gone");
      Shop.admitted(shop.meter.reserve("ann", Shop.GPT, MILLION, 0));
      for (int i = 0; i < 2; i++) {
        assertEquals(
            Refusal.STORE_UNAVAILABLE,
            Shop.refused(shop.meter.reserve("ann", Shop.GPT, MILLION, 0)));
      }
    }
  }
}

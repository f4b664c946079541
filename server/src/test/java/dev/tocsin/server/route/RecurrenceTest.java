package dev.tocsin.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecurrenceTest {
  private static Recurrence read(String yaml, Problems problems) {
    var section = ConfigFile.parseLiteral("t", yaml, problems);
    return section.has("cron") ? CronTime.read(section) : TimeIntervalText.read(section);
  }

  private static Recurrence read(String yaml) {
    var problems = new Problems();
    var read = read(yaml, problems);
    problems.throwIfAny();
    return read;
  }

  private static List<String> openings(String yaml, String from, String until) {
    return Recurrence.openings(List.of(read(yaml)), Instant.parse(from), Instant.parse(until))
        .stream()
        .map(it -> it.from() + " " + it.until())
        .toList();
  }

  @Test
  void aCronLineBeginsAndLastsInItsOwnZone() {
    var yaml = "{cron: '0 2 * * sun', for: 90m, location: Europe/Vienna}";
    assertEquals(
        List.of("2026-07-05T00:00:00Z 2026-07-05T01:30:00Z"),
        openings(yaml, "2026-07-01T00:00:00Z", "2026-07-08T00:00:00Z"));
    assertEquals(
        List.of("2026-01-04T01:00:00Z 2026-01-04T02:30:00Z"),
        openings(yaml, "2026-01-01T00:00:00Z", "2026-01-08T00:00:00Z"));
    assertTrue(read(yaml).contains(Instant.parse("2026-07-05T01:29:59.999Z")));
    assertFalse(read(yaml).contains(Instant.parse("2026-07-05T01:30:00Z")));
    assertFalse(read(yaml).contains(Instant.parse("2026-07-04T23:59:59.999Z")));
  }

  @Test
  void whatBeganBeforeTheTimeThatIsAskedForIsThereFromItsFirstMoment() {
    assertEquals(
        List.of("2026-03-02T00:00:00Z 2026-03-02T01:00:00Z"),
        openings("{cron: '0 22 1 * *', for: 3h}", "2026-03-02T00:00:00Z", "2026-03-20T00:00:00Z"));
  }

  @Test
  void stepsListsRangesAndNamesAreUnderstood() {
    assertEquals(
        8,
        openings(
                "{cron: '*/30 8-9 * jan,mar mon-tue', for: 1m}",
                "2026-03-02T00:00:00Z",
                "2026-03-05T00:00:00Z")
            .size());
    assertEquals(
        0,
        openings("{cron: '0 8 * feb *', for: 1m}", "2026-03-02T00:00:00Z", "2026-03-05T00:00:00Z")
            .size());
  }

  @Test
  void eitherKindOfDaySufficesWhenBothAreGiven() {
    assertEquals(
        List.of(
            "2026-03-08T00:00:00Z 2026-03-08T01:00:00Z",
            "2026-03-10T00:00:00Z 2026-03-10T01:00:00Z"),
        openings("{cron: '0 0 10 * 7', for: 1h}", "2026-03-05T00:00:00Z", "2026-03-12T00:00:00Z"));
  }

  @Test
  void openingsThatTouchAreOne() {
    assertEquals(
        List.of("2026-03-02T08:00:00Z 2026-03-02T10:00:00Z"),
        openings("{cron: '0 8,9 2 3 *', for: 1h}", "2026-03-01T00:00:00Z", "2026-03-05T00:00:00Z"));
  }

  @Test
  void aMonthlyIntervalIsFoundHoweverFarAwayItIs() {
    assertEquals(
        List.of("2026-03-31T02:00:00Z 2026-03-31T04:00:00Z"),
        openings(
            "{days_of_month: ['-1'], times: [{start_time: '02:00', end_time: '04:00'}]}",
            "2026-03-01T00:00:00Z",
            "2026-04-01T00:00:00Z"));
    assertEquals(
        List.of("2026-12-01T00:00:00Z 2026-12-20T00:00:00Z"),
        openings("{months: [december]}", "2026-11-01T00:00:00Z", "2026-12-20T00:00:00Z"));
  }

  @Test
  void theHourThatIsSkippedIsNotCounted() {
    var night = "{times: [{start_time: '01:30', end_time: '02:30'}], location: Europe/Vienna}";
    assertEquals(
        List.of("2026-03-29T00:30:00Z 2026-03-29T01:00:00Z"),
        openings(night, "2026-03-29T00:00:00Z", "2026-03-29T12:00:00Z"));
  }

  @Test
  void aLineThatIsWrongIsToldWithItsPlace() {
    for (var wrong :
        List.of("0 2 * *", "60 2 * * *", "0 2 * * someday", "0 5-2 * * *", "*/0 * * * *")) {
      var problems = new Problems();
      read("{cron: '" + wrong + "', for: 1h}", problems);
      assertEquals(1, problems.list().size(), wrong);
      assertEquals("cron", problems.list().stream().map(Problem::key).findFirst().orElse(""));
    }
    var problems = new Problems();
    read("{cron: '0 2 * * *', location: Vienna}", problems);
    assertEquals(2, problems.list().size(), problems.list().toString());
  }
}

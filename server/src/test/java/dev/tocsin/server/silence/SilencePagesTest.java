package dev.tocsin.server.silence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.series.Labels;
import dev.tocsin.server.BadDay;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.Screens;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.silence.MuteCalendar.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SilencePagesTest {
  private static final String PATH = "/admin/silences";
  private final ManualClock clock = new ManualClock();
  private Screens screens;

  @BeforeEach
  void start(@TempDir Path folder) {
    screens = BadDay.screens(folder, clock, "Payments fail", BadDay.byRole(), 0);
  }

  @AfterEach
  void stop() {
    screens.close();
  }

  private String page(String path) throws Exception {
    var answer = screens.get(path, Role.OPERATOR);
    assertEquals(200, answer.statusCode(), answer.body());
    return answer.body();
  }

  @Test
  void aSilenceIsPreviewedBeforeItIsMade() throws Exception {
    var page = page(PATH + "?matchers=service%3D%22stripe-api%22");
    assertTrue(page.contains("1 open alert matches now"), page);
    assertEquals(1, screens.silences.endingAfter(clock.millis()).size());
    assertTrue(page(PATH + "?matchers=service%3D%22none%22").contains("0 open alerts match now"));
    assertTrue(page(PATH + "?matchers=%3D%22").contains("is no matcher"));
  }

  @Test
  void whatASilenceMutedStandsOnItsPage() throws Exception {
    var form = "matchers=device%3D%22sda%22&duration=1h&reason=known";
    assertEquals(303, screens.post(PATH, Role.OPERATOR, form).statusCode());
    var labels = Labels.of("device", "sda");
    screens.found("DiskFills", clock.millis(), new InstantSample(labels, clock.millis(), 0.9));
    var silence =
        screens.silences.endingAfter(clock.millis()).stream()
            .filter(it -> it.reason().equals("known"))
            .findFirst()
            .orElseThrow();
    var page = page(PATH + "/" + silence.id());
    assertTrue(page.contains("What it has muted <span class=\"soft\">1</span>"), page);
    assertTrue(page.contains(">DiskFills</a>"), page);
    assertTrue(page.contains("device=&#34;sda&#34;") || page.contains("device=\"sda\""), page);
    assertEquals(404, screens.get(PATH + "/none", Role.VIEWER).statusCode());
    assertEquals(404, screens.get(PATH + "/windows/none", Role.VIEWER).statusCode());
  }

  @Test
  void aWindowIsTriedBeforeItIsPlanned() throws Exception {
    var form =
        "name=Deploys&services=stripe-api&intervals=-%20cron%3A%20%220%203%20*%20*%20*%22%0A"
            + "%20%20for%3A%201h";
    var tried = screens.post(PATH + "/windows/preview", Role.OPERATOR, form);
    assertEquals(200, tried.statusCode(), tried.body());
    assertTrue(tried.body().contains("Mon 2 Mar 03:00 to Mon 2 Mar 04:00"), tried.body());
    assertTrue(tried.body().contains("If it were open now it would mute"), tried.body());
    assertTrue(tried.body().contains("value=\"Deploys\""), "what was typed stays");
    assertEquals(1, screens.windows.all().size(), "nothing is planned yet");
    assertEquals(303, screens.post(PATH + "/windows", Role.OPERATOR, form).statusCode());
    assertEquals(2, screens.windows.all().size());
  }

  @Test
  void aWindowThatIsWrongSaysWhatAndKeepsWhatWasTyped() throws Exception {
    var form = "name=Deploys&intervals=-%20cron%3A%20%220%203%22%0A%20%20for%3A%201h";
    var page = screens.post(PATH + "/windows/preview", Role.OPERATOR, form).body();
    assertTrue(page.contains("has not five fields"), page);
    assertTrue(page.contains("name services, or matchers of alerts, or both"), page);
    assertTrue(page.contains("value=\"Deploys\""), page);
  }

  @Test
  void theCalendarShowsAWeekOrAMonthAndEachOpeningInIt() {
    long now = clock.millis();
    var windows = screens.windows.all();
    var week =
        MuteCalendar.of(new MuteCalendar.Wish(Span.WEEK, "2026-03-04"), List.of(), windows, now);
    assertEquals("2 March 2026 to 8 March 2026", week.title());
    assertEquals(7, week.bars(week.lanes().getFirst()).size());
    assertEquals(100.0 * 1.5 / 168, week.bars(week.lanes().getFirst()).getFirst().from(), 1e-9);
    var month =
        MuteCalendar.of(new MuteCalendar.Wish(Span.MONTH, "2026-03-04"), List.of(), windows, now);
    assertEquals(31, month.days().size());
    assertEquals(30, month.lanes().getFirst().openings().size(), "it was planned on the first");
    assertTrue(month.nowPercent().isPresent());
    var later =
        MuteCalendar.of(new MuteCalendar.Wish(Span.MONTH, "2026-05-01"), List.of(), windows, now);
    assertEquals(List.of(), later.lanes());
    assertTrue(later.nowPercent().isEmpty());
  }

  @Test
  void aSilenceIsOnTheCalendarUntilItsEnd() {
    var silences = screens.silences.endingAfter(clock.millis());
    var wish = new MuteCalendar.Wish(Span.WEEK, "");
    var week = MuteCalendar.of(wish, silences, List.of(), clock.millis());
    var bar = week.bars(week.lanes().getFirst()).getFirst();
    assertEquals(100.0 * 4 / 168, bar.width(), 1e-9);
    clock.advance(Duration.ofDays(7));
    var next = MuteCalendar.of(wish, silences, List.of(), clock.millis());
    assertEquals(List.of(), next.lanes());
  }

  @Test
  void aDayThatIsNoneIsToday() throws Exception {
    assertTrue(page(PATH + "?day=nonsense").contains("23 February 2026 to 1 March 2026"));
    assertFalse(page(PATH + "?day=-999999999-01-01").contains("999999"));
  }
}

package dev.tocsin.server.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.BadDay;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.Screens;
import dev.tocsin.server.http.Role;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutePagesTest {
  private final ManualClock clock = new ManualClock();
  private Screens screens;

  @BeforeEach
  void start(@TempDir Path folder) {
    screens = BadDay.quiet(folder, clock, BadDay.byRole(), 0);
  }

  @AfterEach
  void stop() {
    screens.close();
  }

  private String page(String labels) throws Exception {
    var query = URLEncoder.encode(labels, StandardCharsets.UTF_8);
    var answer = screens.get("/admin/routes?labels=" + query, Role.VIEWER);
    assertEquals(200, answer.statusCode(), answer.body());
    return answer.body().replaceAll("\\s+", " ");
  }

  private static int times(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  @Test
  void theTreeIsShownWithoutLabelsAndNothingIsHighlighted() throws Exception {
    var page = page("");
    assertTrue(
        page.contains("everything") && page.contains("service=&#34;stripe-api&#34;")
            || page.contains("service=\"stripe-api\""),
        page);
    assertEquals(0, times(page, "goes here"));
    assertTrue(page.contains("Down"), "inhibition");
  }

  @Test
  void theWayOfALabelSetIsHighlighted() throws Exception {
    var page = page("service=\"stripe-api\", severity=\"P1\", job=\"shop\"");
    assertEquals(2, times(page, "goes here"), page);
    assertEquals(1, times(page, ">passes<"), page);
    assertTrue(page.contains("<strong>payments</strong> → slack, rejects"), page);
    assertTrue(page.contains("<strong>waits</strong> → waits"), page);
    assertTrue(page.contains("job=shop"), page);
    assertTrue(page.contains("after 10s"), page);
  }

  @Test
  void whatNoBranchTakesStaysAtTheRoot() throws Exception {
    var page = page("severity=P4");
    assertEquals(1, times(page, "goes here"), page);
    assertTrue(page.contains("<strong>slack</strong> → slack"), page);
  }

  @Test
  void aReceiverThatIsQuietAtThisHourSaysSo() throws Exception {
    var quiet = page("severity=\"P1\"");
    assertTrue(quiet.contains("quiet at this hour"), quiet);
    clock.advance(Duration.ofHours(8));
    var loud = page("severity=\"P1\"");
    assertEquals(0, times(loud, "quiet at this hour"), loud);
    assertTrue(loud.contains("mute in noon"), loud);
  }

  @Test
  void matchersAreNoLabels() throws Exception {
    assertTrue(page("severity=~\"P1|P2\"").contains("write labels as an alert has them"));
    assertTrue(page("severity").contains("is no matcher"));
  }
}

package dev.tocsin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.deliver.DeliveryState;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.incident.IncidentFilter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What holds for every page, whatever people and programs have written into it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScreenRulesTest {
  private static final String HOSTILE =
      "<script>alert(1)</script>\"'onload=x& ]]> ${1} \u202eshalom \u05e9\u05dc\u05d5\u05dd "
          + "verylongword".repeat(5);
  private static final int PAGE_LIMIT_BYTES = 100_000;
  private static final Pattern TAG = Pattern.compile("<([a-z][a-z0-9]*)((?:\"[^\"]*\"|[^>\"])*)>");

  private Screens screens;

  @BeforeAll
  void start(@TempDir Path folder) {
    screens = BadDay.screens(folder, new ManualClock(), HOSTILE, BadDay.byRole(), 0);
  }

  @AfterAll
  void stop() {
    screens.close();
  }

  private List<String> paths() {
    var paths =
        new ArrayList<>(
            List.of(
                "/status",
                "/admin/operations",
                "/admin/alerts",
                "/admin/incidents",
                "/admin/deliveries",
                "/admin/channels",
                "/admin/routes?labels=service%3D%22alert(1)%22",
                "/admin/silences?span=month&matchers=severity%3D~%22P.%22"));
    screens.alerts.open().forEach(it -> paths.add("/admin/alerts/" + it.id()));
    paths.add("/admin/silences/" + screens.silences.endingAfter(0).getFirst().id());
    paths.add("/admin/silences/windows/" + screens.windows.all().getFirst().id());
    for (var incident : screens.desk.list(IncidentFilter.newest(10)).incidents()) {
      paths.add("/admin/incidents/" + incident.id());
    }
    for (var state : List.of(DeliveryState.DEAD, DeliveryState.PENDING, DeliveryState.DELIVERED)) {
      var found = screens.deliveries.list(Set.of(state), 1, 0).deliveries();
      paths.add("/admin/deliveries/" + found.getFirst().id());
    }
    return paths;
  }

  /// Those too that show nothing of what people and programs wrote.
  private List<String> allPaths() {
    var paths = new ArrayList<>(paths());
    paths.addAll(List.of("/admin/rules", "/admin/alerts/precision"));
    return paths;
  }

  private String page(String path) throws Exception {
    var response = screens.get(path, Role.ADMIN);
    assertEquals(200, response.statusCode(), path);
    return response.body();
  }

  @Test
  void nothingThatSomebodyWroteBecomesMarkup() throws Exception {
    for (var path : paths()) {
      var page = page(path);
      assertFalse(page.contains("<script>"), path);
      assertFalse(page.contains("<b>"), path);
      assertFalse(page.contains("javascript:alert(1)\""), path);
      assertTrue(page.contains("alert(1)"), path + " does not show the text at all");
      for (var tag : tags(page)) {
        assertFalse(tag.group(2).matches("(?s).*\\son\\w+\\s*=.*"), path + ": " + tag.group());
      }
    }
  }

  @Test
  void stylesAndScriptsComeFromFilesOnly() throws Exception {
    for (var path : allPaths()) {
      for (var tag : tags(page(path))) {
        assertFalse(tag.group(2).contains(" style="), path + ": " + tag.group());
        assertFalse(tag.group(1).equals("style"), path);
        if (tag.group(1).equals("script")) {
          assertTrue(tag.group(2).contains(" src=\"/assets/"), path + ": " + tag.group());
        }
      }
    }
  }

  @Test
  void aPageHasOneTitleAndNamesItsFieldsAndPictures() throws Exception {
    for (var path : allPaths()) {
      var page = page(path);
      assertEquals(1, page.split("<h1", -1).length - 1, path);
      var ids = attributes(page, "id");
      assertEquals(ids.size(), Set.copyOf(ids).size(), path + " has an id twice: " + ids);
      var labelled = Set.copyOf(attributes(page, "for"));
      for (var tag : tags(page)) {
        var rest = tag.group(2);
        switch (tag.group(1)) {
          case "input", "select", "textarea" ->
              assertTrue(
                  rest.contains("type=\"hidden\"")
                      || rest.contains("aria-label=")
                      || attributes(tag.group(), "id").stream().anyMatch(labelled::contains),
                  path + ": " + tag.group());
          case "svg" ->
              assertTrue(
                  rest.contains("aria-hidden=\"true\"") || rest.contains("aria-label="),
                  path + ": " + tag.group());
          case "img" -> assertTrue(rest.contains(" alt="), path + ": " + tag.group());
          default -> {}
        }
      }
    }
  }

  @Test
  void formsThatChangeSomethingCarryTheToken() throws Exception {
    for (var path : allPaths()) {
      var forms = page(path).split("<form method=\"post\"", -1);
      for (int i = 1; i < forms.length; i++) {
        var body = forms[i].substring(0, forms[i].indexOf("</form>"));
        assertTrue(body.contains("name=\"_csrf\" value=\"csrf\""), path + ": " + body);
      }
    }
  }

  @Test
  void aPageIsLightWithAllThatItLoads() throws Exception {
    for (var path : allPaths()) {
      var page = page(path);
      int total = compressed(page);
      var assets =
          Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"")
              .matcher(page)
              .results()
              .map(found -> found.group(1))
              .collect(Collectors.toSet());
      for (var asset : assets) {
        total += compressed(screens.get(asset, Role.ANYONE).body());
      }
      assertTrue(total < PAGE_LIMIT_BYTES, path + " weighs " + total + " bytes");
    }
  }

  @Test
  void aViewerSeesEverythingAndGetsNoButtonsThatWouldBeRefused() throws Exception {
    for (var path : allPaths()) {
      var response = screens.get(path, Role.VIEWER);
      assertEquals(200, response.statusCode(), path);
      var forms = response.body().split("<form method=\"post\"", -1);
      for (int i = 1; i < forms.length; i++) {
        assertTrue(forms[i].startsWith(" action=\"/sign-out\""), path + ": " + forms[i]);
      }
    }
  }

  private static List<MatchResult> tags(String page) {
    return TAG.matcher(page).results().toList();
  }

  private static List<String> attributes(String page, String name) {
    return Pattern.compile("\\s" + name + "=\"([^\"]*)\"")
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static int compressed(String text) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.size();
  }
}

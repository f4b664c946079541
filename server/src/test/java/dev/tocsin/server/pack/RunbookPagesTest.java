package dev.tocsin.server.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.ManualClock;
import dev.tocsin.server.TestApi;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.http.Pages;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunbookPagesTest {
  private final Pages pages = new Pages(new ManualClock());

  @Test
  void aRunbookIsAPageForThoseWhoMayRead() throws Exception {
    var problems = new Problems();
    var packs = Packs.read(List.of("core"), problems);
    problems.throwIfAny();
    try (var api = new TestApi(new RunbookPages(packs, pages))) {
      var page = api.call("viewer", "GET", "/runbooks/core/redis", "");
      assertEquals(200, page.statusCode());
      assertTrue(page.body().contains("<h1>Redis is lost</h1>"), page.body());
      assertTrue(page.body().contains("<h2>First checks</h2>"), page.body());
      assertEquals(404, api.call("viewer", "GET", "/runbooks/core/pack.yml", "").statusCode());
      assertEquals(401, api.call("anyone", "GET", "/runbooks/core/redis", "").statusCode());
    }
  }

  @Test
  void htmlAndScriptsInARunbookAreText() throws Exception {
    var text = "# A <b>b</b>\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n";
    var hostile = new Runbook("core", "x", text);
    var pack =
        new Pack(
            "core", "1", new Pack.About("Core", "d", "o"), List.of(), List.of(hostile), List.of());
    try (var api = new TestApi(new RunbookPages(new Packs(List.of(pack)), pages))) {
      var body = api.call("viewer", "GET", "/runbooks/core/x", "").body();
      assertFalse(body.contains("<script>alert"), body);
      assertFalse(body.contains("javascript:"), body);
      assertTrue(body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), body);
    }
  }
}

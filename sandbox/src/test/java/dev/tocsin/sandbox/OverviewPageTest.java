package dev.tocsin.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OverviewPageTest {
  @Test
  void messagesAreShownAsTextAndNeverAsMarkup() throws Exception {
    try (var client = new SandboxClient()) {
      client.post("/slack/services/T/B/x", "{\"text\":\"<script>alert('1')</script>\"}");
      client.control("pagerduty", "{\"mode\":\"error\",\"status\":503}");
      var page = client.get("/");
      assertEquals(200, page.status());
      assertTrue(page.body().contains("&lt;script&gt;alert(&#39;1&#39;)"), page.body());
      assertFalse(page.body().contains("<script"));
      assertTrue(page.body().contains("error 503"));
      assertTrue(page.header("Content-Security-Policy").startsWith("default-src 'none'"));
      assertFalse(page.header("Content-Security-Policy").contains("unsafe"));
    }
  }

  @Test
  void theStyleKnowsLightAndDark() throws Exception {
    try (var client = new SandboxClient()) {
      var style = client.get("/style.css");
      assertEquals("text/css; charset=utf-8", style.header("Content-Type"));
      assertTrue(style.body().contains("light-dark("));
    }
  }
}

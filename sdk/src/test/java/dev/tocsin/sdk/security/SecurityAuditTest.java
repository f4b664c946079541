package dev.tocsin.sdk.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.Verdict;
import dev.tocsin.sdk.testkit.LogCapture;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecurityAuditTest {

  private static List<String> logged(Runnable work) {
    try (LogCapture log = new LogCapture(SecurityLog.LOGGER)) {
      work.run();
      return log.lines();
    }
  }

  @Test
  void aFailedLoginIsRecordedWithUserSourceAgentAndReason() {
    AttackedShop shop = new AttackedShop();
    RequestOrigin origin = new RequestOrigin("192.0.2.1", "evil\r\nsecurity: ok", null);
    List<String> lines = logged(() -> shop.audit.failedLogin("ann", origin, "locked"));
    assertEquals(1, lines.size());
    String fields =
        "event=security.failed_login reason=locked securityUser=ann sourceAddress=192.0.2.1"
            + " userAgent=evil??security: ok";
    assertTrue(lines.get(0).contains(fields), lines.get(0));
    assertEquals(1, shop.events.size());
  }

  @Test
  void namesCanBeHashedSoThatOnlyTheKeyFindsThem() {
    UserNames names = UserNames.hashed("key");
    AttackedShop shop = new AttackedShop(SecurityOptions.defaults(names));
    List<String> lines = logged(() -> shop.fail("MyPassword1", "192.0.2.1"));
    assertFalse(lines.toString().toLowerCase(java.util.Locale.ROOT).contains("mypassword1"));
    assertTrue(shop.events.get(0).user().matches("u-[0-9a-f]{24}"), shop.events.get(0).user());
    assertEquals(names.of("mypassword1 "), shop.events.get(0).user());
    assertFalse(UserNames.hashed("other").of("mypassword1").equals(shop.events.get(0).user()));
    shop.audit.failedLogin(null, AttackedShop.HOME, "no_name");
    assertEquals("anonymous", shop.events.get(1).user());
  }

  @Test
  void escalationIsRecordedEachTimeAndAlertsOnce() {
    AttackedShop shop = new AttackedShop();
    for (int i = 0; i < 3; i++) {
      shop.audit.deniedAdminAccess("ann", AttackedShop.HOME, "/admin/users");
      shop.audit.roleTampering("ann", AttackedShop.HOME, "field role");
    }
    assertEquals(6, shop.audit.count(SecurityEventType.PRIVILEGE_ESCALATION));
    assertEquals(
        List.of("denied_admin_access", "role_tampering"),
        shop.began.stream().map(SecurityEpisode::reason).toList());
    assertEquals("/admin/users", shop.events.get(0).detail());
  }

  @Test
  void countersAndGaugesHaveTheTypeAndNoUser() {
    AttackedShop shop = new AttackedShop();
    for (int i = 0; i < 12; i++) {
      shop.fail("ann", "192.0.2.1");
    }
    assertEquals(
        List.of(
            "security_events_total{type=\"brute_force\"} 1.0",
            "security_events_total{type=\"failed_login\"} 12.0",
            "security_events_total{type=\"privilege_escalation\"} 0.0",
            "security_events_total{type=\"unusual_access\"} 0.0"),
        shop.samples("security_events_total"));
    assertEquals(
        List.of("security_episodes_open{type=\"brute_force\"} 1.0"),
        shop.samples("security_episodes_open{type=\"brute_force\"}"));
    shop.advance(Duration.ofMinutes(15));
    assertEquals(
        List.of("security_episodes_open{type=\"brute_force\"} 0.0"),
        shop.samples("security_episodes_open{type=\"brute_force\"}"));
  }

  @Test
  void aListenerThatFailsStopsNeitherTheOthersNorTheRequest() {
    SecurityListener broken =
        new SecurityListener() {
          @Override
          public void recorded(SecurityEvent event) {
            throw new IllegalStateException("broken");
          }
        };
    AttackedShop heard = new AttackedShop();
    SecurityAudit audit =
        new SecurityAudit(
            SecurityOptions.defaults(UserNames.plain()),
            List.of(),
            List.of(broken, heard),
            new Telemetry(),
            InstantSource.system());
    List<String> lines = logged(() -> audit.failedLogin("ann", AttackedShop.HOME, "bad"));
    assertEquals(1, heard.events.size());
    assertTrue(lines.toString().contains("listener"), lines.toString());
  }

  @Test
  void theBlockShowsOpenEpisodesAndCounts() {
    AttackedShop shop = new AttackedShop(new NewCountryRule());
    SecurityBlock block = new SecurityBlock(shop.audit);
    assertEquals(Verdict.GREEN, block.collect().verdict());
    shop.audit.observe(Access.login("ann", false, AttackedShop.in("DE")));
    shop.audit.observe(Access.login("ann", false, AttackedShop.in("FR")));
    assertEquals(Verdict.AMBER, block.collect().verdict());
    for (int i = 0; i < 10; i++) {
      shop.fail("ann", "192.0.2.1");
    }
    BlockReport report = block.collect();
    assertEquals(Verdict.RED, report.verdict());
    assertEquals(2, report.fields().get("openEpisodes"));
    assertTrue(report.fields().toString().contains("failed_login=10"), report.toString());
    assertTrue(
        report.reasons().contains("brute_force (failures_of_account) by or on account:ann."),
        report.reasons().toString());
  }
}

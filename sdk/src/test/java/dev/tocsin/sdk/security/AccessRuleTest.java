package dev.tocsin.sdk.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessRuleTest {

  @Test
  void aLoginFromANewCountryIsUnusualOnceItIsKnownWhereTheUserLives() {
    AttackedShop shop = new AttackedShop(new NewCountryRule());
    for (String country : new String[] {"DE", "DE", "BR", "BR", "DE", "XX", "<b>"}) {
      shop.audit.observe(Access.login("ann", false, AttackedShop.in(country)));
    }
    shop.audit.observe(Access.login("bob", false, AttackedShop.in("BR")));
    assertEquals(List.of("new_country"), shop.reasons());
    assertEquals("from BR, before: DE", shop.events.get(0).detail());
    assertEquals(1, shop.began.size());
  }

  @Test
  void anAdministratorAtNightIsUnusualAndACustomerIsNot() {
    OddHoursRule rule =
        new OddHoursRule(ZoneId.of("Europe/Berlin"), LocalTime.of(22, 0), LocalTime.of(6, 0));
    AttackedShop shop = new AttackedShop(rule);
    // 13:00 in Berlin.
    shop.audit.observe(Access.login("root", true, AttackedShop.HOME));
    shop.advance(Duration.ofHours(9).minusSeconds(1));
    shop.audit.observe(Access.login("root", true, AttackedShop.HOME));
    assertEquals(List.of(), shop.reasons());
    shop.advance(Duration.ofSeconds(1));
    shop.audit.observe(Access.login("ann", false, AttackedShop.HOME));
    shop.audit.observe(Access.login("root", true, AttackedShop.HOME));
    shop.audit.observe(Access.login("root", true, AttackedShop.HOME));
    shop.advance(Duration.ofHours(8).minusSeconds(1));
    shop.audit.observe(Access.login("root", true, AttackedShop.HOME));
    assertEquals(List.of("odd_hours", "odd_hours"), shop.reasons());
    shop.advance(Duration.ofSeconds(1));
    shop.audit.observe(Access.login("root", true, AttackedShop.HOME));
    assertEquals(2, shop.events.size());
  }

  @Test
  void oddHoursWithinADayEndOnTheSameDay() {
    OddHoursRule rule = new OddHoursRule(ZoneId.of("UTC"), LocalTime.of(1, 0), LocalTime.of(5, 0));
    AttackedShop shop = new AttackedShop(rule);
    shop.audit.observe(Access.login("root", true, AttackedShop.HOME));
    shop.advance(Duration.ofHours(13));
    shop.audit.observe(Access.login("root", true, AttackedShop.HOME));
    shop.advance(Duration.ofHours(4));
    shop.audit.observe(Access.login("root", true, AttackedShop.HOME));
    assertEquals(List.of("odd_hours"), shop.reasons());
  }

  @Test
  void readingMoreThanUsualInTheWindowIsUnusual() {
    AttackedShop shop = new AttackedShop(new BulkReadRule(1_000, Duration.ofHours(1)));
    for (int i = 0; i < 100; i++) {
      shop.audit.observe(Access.read("slow", AttackedShop.HOME, "/orders", 80));
      shop.audit.observe(Access.login("slow", false, AttackedShop.HOME));
      shop.advance(Duration.ofMinutes(5));
    }
    assertEquals(List.of(), shop.reasons());
    for (int i = 0; i < 11; i++) {
      shop.audit.observe(Access.read("fast", AttackedShop.HOME, "/customers", 100));
    }
    assertEquals(List.of("bulk_read"), shop.reasons());
    assertEquals("1100 records in PT1H, last /customers", shop.events.get(0).detail());
    shop.audit.observe(Access.read("fast", AttackedShop.HOME, "/customers", 1_000));
    assertEquals(1, shop.events.size());
    shop.audit.observe(Access.read("fast", AttackedShop.HOME, "/all", Long.MAX_VALUE));
    assertEquals(2, shop.events.size());
    assertEquals(1, shop.began.size());
  }

  @Test
  void aSourceThatLooksForAdministrativeDoorsIsUnusualAndAnExpiredSessionIsNot() {
    AttackedShop shop = new AttackedShop(new AdminProbeRule(5, Duration.ofMinutes(10)));
    for (int i = 0; i < 8; i++) {
      Access denied =
          new Access(Access.Kind.DENIED, "", false, AttackedShop.from("192.0.2." + i), "/admin", 0);
      shop.audit.observe(denied);
    }
    assertEquals(List.of(), shop.reasons());
    for (int i = 0; i < 5; i++) {
      Access denied =
          new Access(
              Access.Kind.DENIED, "", false, AttackedShop.from("203.0.113.9"), "/admin/" + i, 0);
      shop.audit.observe(denied);
    }
    assertEquals(List.of("admin_probe"), shop.reasons());
    assertEquals("anonymous", shop.events.get(0).user());
    assertEquals("source:203.0.113.9", shop.began.get(0).subject());
  }

  @Test
  void aRuleThatFailsStopsNeitherTheOthersNorTheRequest() {
    AccessRule broken =
        (access, at) -> {
          throw new IllegalStateException("broken");
        };
    AttackedShop shop = new AttackedShop(broken, new NewCountryRule());
    shop.audit.observe(Access.login("ann", false, AttackedShop.in("DE")));
    shop.audit.observe(Access.login("ann", false, AttackedShop.in("FR")));
    assertEquals(List.of("new_country"), shop.reasons());
  }
}

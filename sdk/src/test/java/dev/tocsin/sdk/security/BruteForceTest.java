package dev.tocsin.sdk.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BruteForceTest {

  @Test
  void oneAccountFromManySourcesIsOneEpisodeWithBeginAndEnd() {
    AttackedShop shop = new AttackedShop();
    for (int i = 0; i < 9; i++) {
      shop.fail("Ann", "192.0.2." + i);
    }
    assertEquals(List.of(), shop.began);
    for (int i = 9; i < 40; i++) {
      shop.fail(" ann", "192.0.2." + i);
    }
    assertEquals(1, shop.began.size());
    assertEquals("account:ann", shop.began.get(0).subject());
    assertEquals("failures_of_account", shop.began.get(0).reason());

    shop.advance(Duration.ofMinutes(14));
    assertEquals(List.of(), shop.ended);
    shop.advance(Duration.ofMinutes(1));
    assertEquals(1, shop.ended.size());
    assertEquals(31, shop.ended.get(0).events());
    assertEquals(List.of(), shop.audit.openEpisodes());
  }

  @Test
  void failuresThatAreSpreadBeyondTheWindowAreNone() {
    AttackedShop shop = new AttackedShop();
    for (int i = 0; i < 50; i++) {
      shop.fail("ann", "192.0.2.1");
      shop.advance(Duration.ofSeconds(101));
    }
    assertEquals(List.of(), shop.began);
    assertEquals(50, shop.audit.count(SecurityEventType.FAILED_LOGIN));
  }

  @Test
  void theWindowSlides() {
    AttackedShop shop = new AttackedShop();
    for (int i = 0; i < 10; i++) {
      shop.advance(i == 5 ? Duration.ofMinutes(14) : Duration.ofSeconds(1));
      shop.fail("ann", "192.0.2." + i);
    }
    assertEquals(1, shop.began.size());
  }

  @Test
  void manyAccountsOfOneSourceAreNoticedThoughEachFailsOnce() {
    AttackedShop shop = new AttackedShop();
    for (int i = 0; i < 200; i++) {
      shop.fail("user" + i, "192.0.2.1");
    }
    assertEquals(1, shop.began.size());
    assertEquals("many_accounts_from_source", shop.began.get(0).reason());
    assertEquals("source:192.0.2.1", shop.began.get(0).subject());
    assertEquals(1, shop.audit.count(SecurityEventType.BRUTE_FORCE));
    assertEquals(200, shop.audit.count(SecurityEventType.FAILED_LOGIN));
  }

  @Test
  void aNetworkOfIpv6AddressesIsOneSource() {
    AttackedShop shop = new AttackedShop();
    for (int i = 0; i < 20; i++) {
      shop.fail("user" + i, "2001:db8:0:1::" + i);
    }
    assertEquals("source:2001:db8:0:1::/64", shop.began.get(0).subject());
  }

  @Test
  void aFewAccountsOfOneSourceAreNoticedByTheirFailures() {
    AttackedShop shop = new AttackedShop();
    for (int i = 0; i < 50; i++) {
      shop.fail("user" + i % 9, "192.0.2.1");
    }
    assertEquals(
        List.of("failures_from_source"), shop.began.stream().map(SecurityEpisode::reason).toList());
  }

  @Test
  void aFloodOfAccountsAndSourcesStaysWithinItsLimits() {
    AttackedShop shop =
        new AttackedShop(new SecurityOptions(Duration.ofMinutes(15), 2, 2, 2, UserNames.plain()));
    for (int i = 0; i < 3 * Episodes.MAX_OPEN; i++) {
      String address = "10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256;
      shop.fail("user" + i, address);
      shop.fail("user" + i, address);
    }
    assertEquals(6 * Episodes.MAX_OPEN, shop.audit.count(SecurityEventType.FAILED_LOGIN));
    // What is beyond the limit shares one episode, whatever its reason.
    assertEquals(Episodes.MAX_OPEN + 1, shop.audit.openEpisodes().size());
    assertEquals(Episodes.MAX_OPEN + 1, shop.began.size());

    Recent<String> recent = new Recent<>(100);
    for (int i = 0; i < 1_000; i++) {
      recent.of("key" + i, () -> "new");
      recent.of("kept", () -> "new");
    }
    assertEquals(100, recent.size());
    assertEquals("new", recent.of("kept", () -> "forgotten"));
  }

  @Test
  void parallelFailuresAreAllCountedAndAlertOnce() throws Exception {
    AttackedShop shop = new AttackedShop();
    List<Callable<Boolean>> work = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String address = "192.0.2." + i % 200;
      work.add(
          () -> {
            shop.fail("ann", address);
            return true;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (Future<Boolean> part : threads.invokeAll(work)) {
        part.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(400, shop.audit.count(SecurityEventType.FAILED_LOGIN));
    assertEquals(1, shop.began.size());
    assertEquals(391, shop.audit.openEpisodes().get(0).events());
  }

  @Test
  void aLoginToAnAccountThatIsBeingGuessedIsUnusual() {
    AttackedShop shop = new AttackedShop();
    shop.audit.observe(Access.login("ann", false, AttackedShop.HOME));
    for (int i = 0; i < 10; i++) {
      shop.fail("ann", "192.0.2.1");
    }
    shop.audit.observe(Access.login("bob", false, AttackedShop.HOME));
    assertEquals(0, shop.audit.count(SecurityEventType.UNUSUAL_ACCESS));
    shop.audit.observe(Access.login("Ann", false, AttackedShop.HOME));
    assertEquals(1, shop.audit.count(SecurityEventType.UNUSUAL_ACCESS));
    assertEquals("login_during_attack", shop.reasons().get(shop.reasons().size() - 1));
  }
}

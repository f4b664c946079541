package dev.tocsin.server.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboundRulesTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "10.1.2.3, true",
    "172.16.0.1, true",
    "172.32.0.1, false",
    "192.168.1.1, true",
    "169.254.169.254, true",
    "100.64.0.1, true",
    "0.0.0.0, true",
    "255.255.255.255, true",
    "224.0.0.1, true",
    "8.8.8.8, false",
    "::1, true",
    "::, true",
    "fe80::1, true",
    "fd12::1, true",
    "::ffff:10.0.0.1, true",
    "::ffff:8.8.8.8, false",
    "64:ff9b::7f00:1, true",
    "2002:7f00:1::, true",
    "2606:4700::1111, false"
  })
  void privateAddressesAreTold(String address, boolean isPrivate) throws Exception {
    assertEquals(isPrivate, AddressGuard.isPrivate(InetAddress.getByName(address)));
  }

  @Test
  void theWaitGrowsToItsLimitAndIsSpreadOverTheWhole() {
    var policy =
        new RetryPolicy(8, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofHours(1));
    var random = new Random(7);
    for (int attempt = 1; attempt <= 40; attempt++) {
      long most = Math.min(60_000, 1000L << Math.min(attempt - 1, 20));
      long least = Long.MAX_VALUE;
      long longest = 0;
      for (int i = 0; i < 200; i++) {
        long delay = policy.delayMillis(attempt, Duration.ZERO, random);
        least = Math.min(least, delay);
        longest = Math.max(longest, delay);
      }
      assertTrue(longest <= most && longest > most * 0.9, attempt + ": " + longest);
      assertTrue(least < most * 0.1, attempt + ": " + least);
    }
    assertTrue(policy.delayMillis(1, Duration.ofSeconds(90), random) >= 90_000);
  }
}

package dev.tocsin.sdk.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tocsin.sdk.egress.BlockedDestinationException.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationGuardTest {

  private static final AllowedHosts HOSTS = AllowedHosts.parse("HOSTS", "hooks.example.com");

  private static DestinationGuard leadingTo(String... addresses) {
    return new DestinationGuard(DestinationRules.of(HOSTS), host -> addresses(addresses));
  }

  private static InetAddress[] addresses(String... texts) throws UnknownHostException {
    InetAddress[] addresses = new InetAddress[texts.length];
    for (int i = 0; i < texts.length; i++) {
      addresses[i] = InetAddress.getByName(texts[i]);
    }
    return addresses;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:a9fe:a9fe",
        "::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "fd00:ec2::254",
        "fc00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void specialAddressesAreBlockedInEveryForm(String address) {
    BlockedDestinationException blocked =
        assertThrows(
            BlockedDestinationException.class,
            () -> leadingTo("93.184.216.34", address).resolve("hooks.example.com"));
    assertEquals(Reason.ADDRESS, blocked.reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "93.184.216.34",
        "172.15.255.255",
        "172.32.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "169.253.0.1",
        "223.255.255.255",
        "2606:2800:220:1::1",
        "2002:5db8:d822::1",
        "64:ff9b::5db8:d822"
      })
  void publicAddressesPass(String address) throws UnknownHostException {
    assertEquals(1, leadingTo(address).resolve("hooks.example.com").length);
  }

  @Test
  void anExemptionOpensItsRangeOnly() throws UnknownHostException {
    DestinationRules rules =
        new DestinationRules(HOSTS, Set.of("https"), List.of(AddressRange.parse("10.1.0.0/16")));
    DestinationGuard inside = new DestinationGuard(rules, host -> addresses("10.1.2.3"));
    assertEquals(1, inside.resolve("hooks.example.com").length);
    DestinationGuard outside = new DestinationGuard(rules, host -> addresses("10.2.2.3"));
    assertThrows(BlockedDestinationException.class, () -> outside.resolve("hooks.example.com"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "https://user:pw@hooks.example.com/",
        "https:///path",
        "hooks.example.com",
        "https://example.com/",
        "https://hooks.example.com.evil.org/",
        "https://evil.org/?hooks.example.com",
        "https://evil.org#@hooks.example.com/",
        "https://2130706433/"
      })
  void urlsThatLeadElsewhereAreBlockedBeforeAnyLookUp(String url) {
    assertThrows(
        BlockedDestinationException.class, () -> leadingTo("93.184.216.34").check(URI.create(url)));
  }

  @Test
  void anAllowedUrlPasses() {
    leadingTo("93.184.216.34").check(URI.create("https://HOOKS.example.com:8443/in?x=1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "10.0.0.0/33", "10.0.0/8", "fd00::/-1", "1", "", "10.0.0.1/x"})
  void aRangeThatIsNoneIsRefusedWithoutLookUp(String text) {
    assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text));
  }
}

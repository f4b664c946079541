package dev.tocsin.sdk.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class AllowedHostsTest {

  private static AllowedHosts hosts(String value) {
    return AllowedHosts.parse(AllowedHosts.SETTING, value);
  }

  @Test
  void aCommaListAndAJsonListSayTheSame() {
    for (String list :
        List.of(
            " hooks.example.com , Api.Example.org.,",
            "[\"hooks.example.com\", \"api.example.org\"]")) {
      AllowedHosts allowed = hosts(list);
      assertTrue(allowed.contains("hooks.example.com"), list);
      assertTrue(allowed.contains("HOOKS.example.com."), list);
      assertTrue(allowed.contains("api.example.org"), list);
      for (String other :
          List.of("example.com", "evil-hooks.example.com", "hooks.example.com.evil.org", "x")) {
        assertFalse(allowed.contains(other), other);
      }
    }
  }

  @Test
  void internationalNamesAndAddressesMatchInEitherForm() {
    assertTrue(hosts("bücher.example").contains("xn--bcher-kva.example"));
    assertTrue(hosts("2001:db8::1,[2001:db8::2]").contains("[2001:db8::1]"));
    assertTrue(hosts("[2001:db8::2]").contains("2001:db8::2"));
    assertTrue(hosts("192.0.2.7").contains("192.0.2.7"));
  }

  @Test
  void notSetAllowsNothing() {
    assertFalse(hosts(null).contains("example.com"));
    assertFalse(hosts(" ").contains(""));
    assertFalse(hosts("[]").contains("example.com"));
  }

  @Test
  void aSchemeOrPathIsAProblemOfTheConfigurationAndAllAreToldTogether() {
    assertEquals(
        List.of(
            "EXPORT_WEBHOOK_ALLOWED_HOSTS: 'https://hooks.example.com' carries a scheme, so it"
                + " would match nothing; write the bare host name.",
            "EXPORT_WEBHOOK_ALLOWED_HOSTS: 'hooks.example.com/in' carries a path, so it would"
                + " match nothing; write the bare host name.",
            "EXPORT_WEBHOOK_ALLOWED_HOSTS: '*.example.com' has a wildcard; hosts are matched"
                + " exactly, list each of them.",
            "EXPORT_WEBHOOK_ALLOWED_HOSTS: 'hooks.example.com:8443' is not a bare host name;"
                + " write it without port, user or spaces."),
        AllowedHosts.problems(
            AllowedHosts.SETTING,
            "https://hooks.example.com, hooks.example.com/in,*.example.com,good.example.com,"
                + "hooks.example.com:8443"));
    assertThrows(IllegalArgumentException.class, () -> hosts("https://hooks.example.com"));
    assertThrows(IllegalArgumentException.class, () -> hosts("[\"a.example\", 7.5e, ]"));
    assertThrows(IllegalArgumentException.class, () -> hosts("[\"a b.example\"]"));
  }
}

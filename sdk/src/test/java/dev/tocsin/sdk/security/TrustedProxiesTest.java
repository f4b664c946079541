package dev.tocsin.sdk.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

  private static final TrustedProxies PROXIES =
      TrustedProxies.of(List.of("10.0.0.0/8", "192.0.2.1", "fd00::/8"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.9 | 1.2.3.4                     | 203.0.113.9",
        "10.1.2.3    | 1.2.3.4                     | 1.2.3.4",
        "10.1.2.3    | 6.6.6.6, 1.2.3.4            | 1.2.3.4",
        "10.1.2.3    | 6.6.6.6, 1.2.3.4, 192.0.2.1 | 1.2.3.4",
        "10.1.2.3    | 10.9.9.9                    | 10.9.9.9",
        "10.1.2.3    | 1.2.3.4:5678                | 1.2.3.4",
        "fd00::1     | [2001:db8::1]:443           | 2001:db8:0:0:0:0:0:1",
        "10.1.2.3    | 1.2.3.4, nonsense           | 10.1.2.3",
        "10.1.2.3    | 1.2.3.4, nonsense, 10.0.0.1 | 10.0.0.1",
        "10.1.2.3    | ''                          | 10.1.2.3",
        "::ffff:10.1.2.3 | 1.2.3.4                 | 1.2.3.4",
        "nonsense    | 1.2.3.4                     | nonsense",
      })
  void theClientIsTheLastAddressThatIsNoKnownProxy(String peer, String header, String client) {
    assertEquals(client, PROXIES.client(peer, List.of(header)));
  }

  @Test
  void severalHeadersAreOneList() {
    assertEquals("1.2.3.4", PROXIES.client("10.0.0.1", List.of("6.6.6.6", "1.2.3.4,10.0.0.2")));
    String long1 = "6.6.6.6, ".repeat(10_000) + "1.2.3.4";
    assertEquals("1.2.3.4", PROXIES.client("10.0.0.1", List.of(long1)));
  }

  @Test
  void withoutProxiesThePeerIsTheClient() {
    assertEquals("10.0.0.1", TrustedProxies.none().client("10.0.0.1", List.of("1.2.3.4")));
    assertFalse(TrustedProxies.none().trust("10.0.0.1"));
    assertTrue(PROXIES.trust("192.0.2.1"));
    assertFalse(PROXIES.trust("192.0.2.2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0/8", "::/129", "1.2.3.4/x", ""})
  void whatIsNoRangeIsRefusedWithItsText(String range) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> TrustedProxies.of(List.of("::1", range)))
            .getMessage();
    assertTrue(message.startsWith("'" + range + "': "), message);
  }
}

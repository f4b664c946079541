package dev.tocsin.sdk.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.metrics.Catalogue;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientFamiliesTest {

  private final ClientFamilies families = new ClientFamilies();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/126.0.0.0 Safari/537.36|chrome|windows|desktop",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0|edge|windows|desktop",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
            + " Version/17.4 Safari/605.1.15|safari|macos|desktop",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
            + " Gecko) Version/17.5 Mobile/15E148 Safari/604.1|safari|ios|mobile",
        "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
            + " CriOS/126.0 Mobile/15E148 Safari/604.1|chrome|ios|mobile",
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/126.0.0.0 Mobile Safari/537.36|chrome|android|mobile",
        "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36|samsung|android|mobile",
        "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101"
            + " Firefox/127.0|firefox|linux|desktop",
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/126.0.0.0 Safari/537.36|chrome|chromeos|desktop",
        "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0"
            + " Safari/537.36 OPR/111.0.0.0|opera|windows|desktop",
        "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like"
            + " Gecko|explorer|windows|desktop",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)|bot|other|other",
        "okhttp/4.12.0|app|other|other",
        "curl/8.5.0|tool|other|other",
        "kube-probe/1.30|tool|other|other",
        "strange|other|other|other",
      })
  void agentsAreSortedIntoFamilies(String agent, String browser, String os, String device) {
    assertEquals(new ClientFamily(browser, os, device), families.of(agent, null));
    assertEquals(new ClientFamily(browser, os, device), families.of(agent, null));
  }

  @Test
  void aBrowserThatHidesItsDeviceMayHintAtIt() {
    String reduced = "Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0.0.0 Safari/537.36";
    assertEquals("desktop", families.of(reduced, "?0").device());
    assertEquals("mobile", families.of(reduced, "?1").device());
  }

  @Test
  void noAgentIsUnknown() {
    assertEquals(new ClientFamily("unknown", "unknown", "other"), families.of(null, null));
    assertEquals(new ClientFamily("unknown", "unknown", "other"), families.of(" ", "?1"));
  }

  @Test
  void everyFamilyIsAWordOfTheCatalogueWhateverIsSent() {
    Map<String, List<String>> words =
        Catalogue.shipped().find("requests_by_client_total").orElseThrow().vocabularies();
    List<String> devices =
        Catalogue.shipped()
            .find("requests_by_device_total")
            .orElseThrow()
            .vocabularies()
            .get("device");
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder agent = new StringBuilder();
      for (int part = 0; part < 6; part++) {
        agent.append(
            List.of("Edg/", "iPad", "x", "Mac OS X", "bot", "Mobi").get(random.nextInt(6)));
        agent.append((char) random.nextInt(0x2000)).append(i);
      }
      ClientFamily family = families.of(agent.toString(), null);
      assertTrue(isWord(words.get("browser"), family.browser()), family.toString());
      assertTrue(isWord(words.get("os"), family.os()), family.toString());
      assertTrue(isWord(devices, family.device()), family.toString());
    }
  }

  private static boolean isWord(List<String> words, String word) {
    return word.equals("other") || words.contains(word);
  }
}

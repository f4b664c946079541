package dev.tocsin.sdk.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.security.SecurityAudit;
import dev.tocsin.sdk.security.SecurityBlock;
import dev.tocsin.sdk.security.SecurityEpisode;
import dev.tocsin.sdk.security.SecurityEvent;
import dev.tocsin.sdk.security.UserNames;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/// A running application with Spring Security, attacked over HTTP.
class AttackTest {

  private static final String PLAIN = "tocsin.security.users.plain=true";
  private static final String TRUSTS_US = "tocsin.security.proxies.trusted=127.0.0.1,::1";

  /// The application on a real server at a free port.
  private static final class Target implements AutoCloseable {
    private final ServletWebServerApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();

    Target(String... settings) {
      List<String> arguments = new ArrayList<>(List.of(settings));
      arguments.replaceAll(setting -> "--" + setting);
      arguments.add("--spring.autoconfigure.exclude=");
      arguments.add("--server.port=0");
      arguments.add("--spring.main.banner-mode=off");
      arguments.add("--logging.level.root=off");
      context =
          (ServletWebServerApplicationContext)
              new SpringApplicationBuilder(AttackedApplication.class)
                  .run(arguments.toArray(String[]::new));
    }

    int get(String path, String login, String... headers) throws Exception {
      int port = context.getWebServer().getPort();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
      request.header("User-Agent", "hydra/9");
      if (!login.isEmpty()) {
        byte[] bytes = login.getBytes(StandardCharsets.UTF_8);
        request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
      }
      if (headers.length > 0) {
        request.headers(headers);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    AttackedApplication.Heard heard() {
      return context.getBean(AttackedApplication.Heard.class);
    }

    List<String> reasons() {
      return heard().events.stream().map(SecurityEvent::reason).toList();
    }

    List<String> alerts() {
      return heard().began.stream().map(one -> one.reason() + " " + one.subject()).toList();
    }

    List<String> samples(String prefix) {
      String metrics = context.getBean(Telemetry.class).scrape(null).body();
      return metrics.lines().filter(line -> line.startsWith(prefix)).toList();
    }

    @Override
    public void close() {
      context.close();
    }
  }

  @Test
  void failedLoginsAreRecordedAndABruteForceAlertsOnce() throws Exception {
    try (Target target = new Target("tocsin.security.users.hash-key=k")) {
      for (int i = 0; i < 25; i++) {
        assertEquals(401, target.get("/home", "ann:wrong" + i));
      }
      SecurityEvent first = target.heard().events.get(0);
      assertEquals("bad_credentials", first.reason());
      assertEquals(UserNames.hashed("k").of("ann"), first.user());
      assertEquals("127.0.0.1", first.origin().address());
      assertEquals("hydra/9", first.origin().userAgent());
      assertEquals(List.of("failures_of_account account:" + first.user()), target.alerts());
      assertEquals(
          List.of(
              "security_events_total{type=\"brute_force\"} 1.0",
              "security_events_total{type=\"failed_login\"} 25.0"),
          target.samples("security_events_total").subList(0, 2));
      assertEquals(200, target.get("/home", "ann:right"));
      assertEquals("login_during_attack", target.reasons().get(26));
      OpsBlock block = target.context.getBean(SecurityBlock.class);
      assertEquals(2, block.collect().fields().get("openEpisodes"));
    }
  }

  @Test
  void stuffingManyAccountsFromOneSourceBehindAProxyIsOneAttackOfThatSource() throws Exception {
    try (Target target = new Target(PLAIN, TRUSTS_US)) {
      for (int i = 0; i < 30; i++) {
        String spoofed = "10.6.6." + i + ", 203.0.113.5";
        target.get("/home", "user" + i + ":pass", "X-Forwarded-For", spoofed);
      }
      assertEquals(List.of("many_accounts_from_source source:203.0.113.5"), target.alerts());
    }
  }

  @Test
  void whoeverIsNoTrustedProxyCannotChooseAnAddress() throws Exception {
    try (Target target = new Target(PLAIN)) {
      for (int i = 0; i < 30; i++) {
        target.get("/home", "user" + i + ":pass", "X-Forwarded-For", "203.0.113." + i);
      }
      assertEquals(List.of("many_accounts_from_source source:127.0.0.1"), target.alerts());
    }
  }

  @Test
  void aCustomerWhoTriesAdministrativePathsAndMethodsEscalates() throws Exception {
    try (Target target = new Target(PLAIN)) {
      assertEquals(403, target.get("/admin/users/1", "ann:right"));
      assertEquals(403, target.get("/reports", "ann:right"));
      assertEquals(403, target.get("/orders/1", "ann:right"));
      assertEquals(200, target.get("/reports", "root:right"));
      assertEquals(List.of("denied_admin_access", "denied_admin_access"), target.reasons());
      assertEquals(
          List.of("GET /admin/users/1", "GET /reports"),
          target.heard().events.stream().map(SecurityEvent::detail).toList());
      assertEquals(List.of("denied_admin_access account:ann"), target.alerts());
      assertEquals(
          List.of("security_events_total{type=\"privilege_escalation\"} 2.0"),
          target.samples("security_events_total{type=\"privilege"));
    }
  }

  @Test
  void aVisitorWithoutALoginWhoLooksForDoorsIsUnusual() throws Exception {
    try (Target target = new Target(PLAIN)) {
      for (int i = 0; i < 9; i++) {
        assertEquals(401, target.get("/admin/users/" + i, ""));
      }
      assertEquals(List.of(), target.reasons());
      target.get("/admin/users/9", "");
      assertEquals(List.of("admin_probe"), target.reasons());
    }
  }

  @Test
  void aLoginFromANewCountryIsUnusualWhenATrustedProxySaysSo() throws Exception {
    String header = "tocsin.security.proxies.country-header=CF-IPCountry";
    try (Target target = new Target(PLAIN, TRUSTS_US, header)) {
      target.get("/home", "ann:right", "CF-IPCountry", "DE");
      target.get("/home", "ann:right", "CF-IPCountry", "BR");
      assertEquals(List.of("new_country"), target.reasons());
    }
    try (Target target = new Target(PLAIN, header)) {
      target.get("/home", "ann:right", "CF-IPCountry", "DE");
      target.get("/home", "ann:right", "CF-IPCountry", "BR");
      assertEquals(List.of(), target.reasons());
    }
  }

  @Test
  void anAdministratorWhoReadsInBulkIsUnusual() throws Exception {
    try (Target target = new Target(PLAIN, "tocsin.security.bulk-read-limit=20")) {
      for (int i = 0; i < 20; i++) {
        assertEquals(200, target.get("/admin/users/" + i, "root:right"));
      }
      assertEquals(List.of(), target.reasons());
      target.get("/admin/users/20", "root:right");
      // The read is counted when the request is over, shortly after its answer is sent.
      Awaitility.await().until(() -> !target.reasons().isEmpty());
      assertEquals(List.of("bulk_read"), target.reasons());
      assertTrue(target.heard().events.get(0).detail().startsWith("21 records in PT1H"));
    }
  }

  @Test
  void theFeatureCanBeSwitchedOff() throws Exception {
    try (RunningShop shop = new RunningShop("tocsin.security.enabled=false")) {
      assertEquals(false, shop.has(SecurityAudit.class));
    }
    try (RunningShop shop = new RunningShop()) {
      assertEquals(List.<SecurityEpisode>of(), shop.bean(SecurityAudit.class).openEpisodes());
    }
  }
}

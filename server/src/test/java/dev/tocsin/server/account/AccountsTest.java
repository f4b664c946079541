package dev.tocsin.server.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.config.Secret;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.database.TestDatabases;
import dev.tocsin.server.http.Actor;
import dev.tocsin.server.http.Role;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final ManualClock clock = new ManualClock();
  private final ValidationFigures figures = new ValidationFigures();
  private Database database;
  private AuditTrail audit;

  @BeforeEach
  void open(@TempDir Path folder) {
    database = TestDatabases.sqlite(folder);
    audit = new AuditTrail(database, new Ids(clock), clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Accounts accounts(String yaml) {
    var problems = new Problems();
    var options =
        AccountOptions.read(ConfigFile.parse("t.yml", yaml, Map.of(), problems), Map.of());
    problems.throwIfAny();
    var accessTokens = new AccessTokens(options, clock, figures);
    return new Accounts(database, options, accessTokens, audit, new Passwords(1_000), clock);
  }

  private static String session(Accounts accounts, String name, String password) {
    var outcome = accounts.signIn(name, password, "10.0.0.1");
    return assertInstanceOf(Accounts.SignIn.Welcome.class, outcome).sessionToken();
  }

  private static Actor bySession(Accounts accounts, String token) {
    return accounts.authenticate(Optional.of(token), Optional.empty());
  }

  private static Actor byBearer(Accounts accounts, String token) {
    return accounts.authenticate(Optional.empty(), Optional.of(token));
  }

  @Test
  void theFirstAdministratorIsCreatedOnceAndThePasswordShownOnce() {
    var accounts = accounts("");
    var password = accounts.createFirstAdmin().map(Secret::reveal).orElseThrow();
    assertEquals(Optional.empty(), accounts.createFirstAdmin());
    var actor = bySession(accounts, session(accounts, "admin", password));
    assertEquals(Role.SUPER_ADMIN, actor.role());
    assertFalse(actor.csrfToken().isEmpty());
  }

  @Test
  void sessionsEndByTimeAndBySigningOut() {
    var accounts = accounts("{admin_password: long-enough-1, session_lifetime: 1h}");
    accounts.createFirstAdmin();
    var first = session(accounts, "admin", "long-enough-1");
    var second = session(accounts, "admin", "long-enough-1");
    accounts.signOut(first, bySession(accounts, first));
    assertTrue(bySession(accounts, first).isAnonymous());
    clock.advance(Duration.ofMinutes(59));
    assertFalse(bySession(accounts, second).isAnonymous());
    clock.advance(Duration.ofMinutes(1));
    assertTrue(bySession(accounts, second).isAnonymous());
  }

  @Test
  void tooManyFailuresMakeEvenTheRightPasswordWait() {
    var accounts = accounts("admin_password: long-enough-1");
    accounts.createFirstAdmin();
    for (int i = 0; i < 5; i++) {
      var outcome = accounts.signIn("admin", "wrong", "10.0.0.1");
      assertInstanceOf(Accounts.SignIn.Refused.class, outcome);
    }
    var outcome = accounts.signIn("admin", "long-enough-1", "10.0.0.2");
    var wait = assertInstanceOf(Accounts.SignIn.Wait.class, outcome);
    assertEquals(Duration.ofMinutes(15).toSeconds(), wait.seconds());
    clock.advance(Duration.ofMinutes(15));
    session(accounts, "admin", "long-enough-1");
    assertTrue(
        audit.newest(10).stream().anyMatch(entry -> entry.action().equals("failed to sign in")));
  }

  @Test
  void aPasswordIsStoredAtTheFullCostAndFitsOnlyItself() {
    var passwords = new Passwords(Passwords.ITERATIONS);
    var stored = passwords.hash("correct horse");
    assertTrue(stored.startsWith("pbkdf2-sha256$600000$"), stored);
    assertTrue(passwords.matches("correct horse", stored));
    assertFalse(passwords.matches("correct horsf", stored));
  }

  @Test
  void usersAreAddedChangedAndRemoved() {
    var accounts = accounts("");
    var by = new Actor("0", "root", Role.SUPER_ADMIN, null);
    assertEquals(3, accounts.addUser("a b", "short", Role.ANYONE, by).size());
    assertEquals(List.of(), accounts.addUser("ann", "long-enough-1", Role.OPERATOR, by));
    assertEquals(1, accounts.addUser("ann", "long-enough-2", Role.VIEWER, by).size());
    var token = session(accounts, "ann", "long-enough-1");
    var ann = bySession(accounts, token);
    assertEquals(1, accounts.changePassword(ann, "wrong", "long-enough-2").size());
    assertEquals(List.of(), accounts.changePassword(ann, "long-enough-1", "long-enough-2"));
    assertTrue(bySession(accounts, token).isAnonymous(), "sessions end with the old password");
    var again = session(accounts, "ann", "long-enough-2");
    assertTrue(accounts.removeUser(ann.id(), by));
    assertTrue(bySession(accounts, again).isAnonymous());
    assertInstanceOf(
        Accounts.SignIn.Refused.class, accounts.signIn("ann", "long-enough-2", "10.0.0.1"));
  }

  @Test
  void aTokenForAProgramWorksUntilItEndsOrIsRemoved() {
    var accounts = accounts("");
    var by = new Actor("0", "root", Role.SUPER_ADMIN, null);
    var token = accounts.addApiToken("deploy", Role.ADMIN, Duration.ofDays(1), by).reveal();
    assertEquals(Role.ADMIN, byBearer(accounts, token).role());
    assertTrue(byBearer(accounts, token + "x").isAnonymous());
    clock.advance(Duration.ofDays(1));
    assertTrue(byBearer(accounts, token).isAnonymous());
    var other = accounts.addApiToken("smoke", Role.VIEWER, Duration.ofDays(1), by).reveal();
    var id = accounts.apiTokens().getLast().id();
    assertTrue(accounts.removeApiToken(id, by));
    assertTrue(byBearer(accounts, other).isAnonymous());
  }

  @Test
  void accessTokensOfTheShopAreVerifiedHere() {
    var accounts = accounts("jwt_access_secret: " + SECRET);
    var good = Algorithm.HMAC256(SECRET);
    var end = clock.instant().plusSeconds(60);
    var base = JWT.create().withSubject("7").withClaim("role", "admin").withExpiresAt(end);
    assertEquals(Role.ADMIN, byBearer(accounts, base.sign(good)).role());
    var refused =
        List.of(
            base.sign(Algorithm.HMAC256(SECRET + "x")),
            base.sign(Algorithm.none()),
            JWT.create().withSubject("7").withClaim("role", "ADMIN").sign(good),
            JWT.create().withSubject("7").withExpiresAt(end).sign(good),
            JWT.create().withSubject("7").withClaim("role", "KING").withExpiresAt(end).sign(good),
            "rubbish");
    for (var token : refused) {
      assertTrue(byBearer(accounts, token).isAnonymous(), token);
    }
    var old = base.sign(good);
    clock.advance(Duration.ofSeconds(70));
    assertTrue(byBearer(accounts, old).isAnonymous());
    assertEquals(8, figures.totals(ValidationFigures.Mode.LOCAL).count());
  }

  @Test
  void withoutASecretTheShopIsAskedAndItsAnswerRemembered() throws Exception {
    var asked = new AtomicInteger();
    var shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext(
        "/auth/me",
        exchange -> {
          asked.incrementAndGet();
          var header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
          var body = "{\"id\":\"9\",\"name\":\"bo\",\"role\":\"ADMIN\",\"more\":1}";
          var known = header.equals("Bearer good");
          exchange.sendResponseHeaders(known ? 200 : header.equals("Bearer bad") ? 401 : 500, 0);
          try (var out = exchange.getResponseBody()) {
            out.write(known ? body.getBytes(StandardCharsets.UTF_8) : new byte[0]);
          }
        });
    shop.start();
    try {
      var port = shop.getAddress().getPort();
      var accounts = accounts("auth_me_url: http://127.0.0.1:" + port + "/auth/me");
      assertEquals("bo", byBearer(accounts, "good").name());
      assertEquals("bo", byBearer(accounts, "good").name());
      assertTrue(byBearer(accounts, "bad").isAnonymous());
      assertTrue(byBearer(accounts, "bad").isAnonymous());
      assertEquals(2, asked.get(), "good and bad answers are remembered");
      byBearer(accounts, "broken");
      assertTrue(byBearer(accounts, "broken").isAnonymous());
      assertEquals(4, asked.get(), "a failure of the shop is not remembered");
      clock.advance(Duration.ofSeconds(60));
      byBearer(accounts, "good");
      assertEquals(5, asked.get(), "the good answer ran out");
    } finally {
      shop.stop(0);
    }
    assertEquals(2, figures.totals(ValidationFigures.Mode.CACHE).count());
  }
}

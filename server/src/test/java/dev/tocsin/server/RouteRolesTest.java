package dev.tocsin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Walks every route with every role.
class RouteRolesTest {
  /// Open to everybody who has the token of the server.
  private static final Set<String> BY_TOKEN = Set.of("/metrics", "/health/ops");

  private static final Set<Integer> REFUSED = Set.of(401, 403);
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
  private static final String HARMLESS = "none-such";
  private static final String APPLICATION_TOKEN = "application-token-of-tests";

  @TempDir private static Path folder;
  private static RunningServer server;
  private static RunningServer.Session session;
  private static final Map<Role, Map<String, String>> CREDENTIALS = new EnumMap<>(Role.class);

  @BeforeAll
  static void start() throws Exception {
    server =
        RunningServer.start(
            folder, "events: {applications: [{name: shop, token: " + APPLICATION_TOKEN + "}]}");
    session = server.session();
    CREDENTIALS.put(Role.ANYONE, RunningServer.NOBODY);
    for (var role : List.of(Role.VIEWER, Role.OPERATOR, Role.ADMIN, Role.SUPER_ADMIN)) {
      CREDENTIALS.put(role, RunningServer.bearer(server.token(session, role.name())));
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String path(Route route) {
    var path = route.path().replaceAll("\\{[^}]+}", HARMLESS);
    return path.endsWith("/live") ? path + "?topics=status" : path;
  }

  private static boolean changes(Route route) {
    return !SAFE_METHODS.contains(route.method());
  }

  /// What a route needs beside the role so that it does not refuse for a reason of its own.
  private static int status(Route route, Map<String, String> credentials)
      throws IOException, InterruptedException {
    var headers = new HashMap<>(credentials);
    var body = "";
    if (BY_TOKEN.contains(route.path()) && credentials.isEmpty()) {
      headers.putAll(RunningServer.bearer(RunningServer.METRICS_TOKEN));
    }
    if (changes(route) && route.path().equals("/api/v1/events") && mayPush(credentials)) {
      headers.putAll(RunningServer.bearer(APPLICATION_TOKEN));
    }
    if (route.method().equals("POST") && route.path().equals("/sign-in")) {
      headers.putAll(RunningServer.form());
      body = "name=admin&password=" + RunningServer.PASSWORD.replace(' ', '+');
    }
    return server.status(route.method(), headers, path(route), body);
  }

  /// A browser brings its cookie and nothing of an application's.
  private static boolean mayPush(Map<String, String> credentials) {
    return !credentials.containsKey("Cookie");
  }

  @Test
  void everyRouteAdmitsThoseWithItsRoleAndNobodyElse() throws Exception {
    var wrong = new ArrayList<String>();
    for (var route : server.server().routes()) {
      for (var role : Role.values()) {
        int status = status(route, CREDENTIALS.getOrDefault(role, Map.of()));
        boolean admitted = !REFUSED.contains(status);
        if (admitted != role.includes(route.role())) {
          wrong.add(route.method() + " " + route.path() + " as " + role + ": " + status);
        }
        if (!admitted && (status == 401) != (role == Role.ANYONE)) {
          wrong.add(route.method() + " " + route.path() + " as " + role + " by " + status);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void noRouteFailsOnAnEmptyRequest() throws Exception {
    var wrong = new ArrayList<String>();
    for (var route : server.server().routes()) {
      int status = status(route, CREDENTIALS.getOrDefault(Role.SUPER_ADMIN, Map.of()));
      if (status >= 500) {
        wrong.add(route.method() + " " + route.path() + ": " + status);
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void noSessionChangesAnythingWithoutTheTokenOfAPage() throws Exception {
    var wrong = new ArrayList<String>();
    var cookie = Map.of("Cookie", session.cookie());
    var guessed = Map.of("Cookie", session.cookie(), "X-CSRF-Token", "guessed");
    for (var route : server.server().routes()) {
      for (var headers : List.of(cookie, guessed)) {
        if (changes(route) && status(route, headers) != 403) {
          wrong.add(route.method() + " " + route.path());
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals(200, server.get(cookie, "/api/v1/auth/me").statusCode());
  }

  @Test
  void formsOfOtherSitesAreRefused() throws Exception {
    var headers = new HashMap<>(RunningServer.form());
    headers.put("Origin", "https://elsewhere.example");
    assertEquals(403, server.status("POST", headers, "/sign-in", "name=admin&password=x"));
  }

  @Test
  void theWalkMeetsTheRoutesThatMatter() {
    var paths = server.server().routes().stream().map(Route::path).toList();
    assertTrue(
        paths.containsAll(
            List.of("/sign-in", "/metrics", "/api/v1/query", "/admin/incidents", "/api/v1/users")));
  }

  @Test
  void whatChangesThingsIsNotOpenToStrangers() {
    var open =
        server.server().routes().stream()
            .filter(route -> changes(route) && route.role() == Role.ANYONE)
            .map(Route::path)
            .toList();
    assertEquals(
        List.of("/api/v1/events", "/api/v1/integrations/slack/interactions", "/sign-in"),
        open.stream().sorted().toList());
  }
}

package dev.tocsin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Pattern;

/// A whole server in this process, on a port of its own, and a client of it.
final class RunningServer implements AutoCloseable {
  static final String PASSWORD = "only for tests 1";
  static final String METRICS_TOKEN = "metrics-token-of-tests";
  static final Map<String, String> NOBODY = Map.of();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final Server server;
  private final HttpClient client = HttpClient.newHttpClient();

  /// A signed-in browser.
  ///
  /// @param cookie the header that it sends with everything
  /// @param csrfToken what its pages carry
  record Session(String cookie, String csrfToken) {}

  private RunningServer(Server server) {
    this.server = server;
  }

  static RunningServer start(Path folder) {
    return start(folder, "");
  }

  /// @param moreYaml further sections of the configuration
  static RunningServer start(Path folder, String moreYaml) {
    var server = new Server(options(folder, 0, moreYaml), InstantSource.system());
    server.start();
    // The first administrator is made meanwhile; whoever prints the password waits as well.
    server.generatedPassword();
    return new RunningServer(server);
  }

  static ServerOptions options(Path folder, int port, String moreYaml) {
    var yaml =
        """
        server: {port: %d, metrics_token: %s}
        data: {folder: "%s"}
        account: {admin_password: %s}
        %s\
        """
            .formatted(port, METRICS_TOKEN, folder, PASSWORD, moreYaml);
    return ServerOptions.read(
        ConfigFile.parse("test.yml", yaml, Map.of(), new Problems()), Map.of());
  }

  Server server() {
    return server;
  }

  int port() {
    return server.port();
  }

  HttpResponse<String> get(Map<String, String> headers, String path)
      throws IOException, InterruptedException {
    return call("GET", headers, path, "");
  }

  HttpResponse<String> call(String method, Map<String, String> headers, String path, String body)
      throws IOException, InterruptedException {
    return client.send(request(method, headers, path, body), BodyHandlers.ofString());
  }

  /// The status alone; the body may never end.
  int status(String method, Map<String, String> headers, String path, String body)
      throws IOException, InterruptedException {
    var response = client.send(request(method, headers, path, body), BodyHandlers.ofInputStream());
    try (InputStream _ = response.body()) {
      return response.statusCode();
    }
  }

  private HttpRequest request(
      String method, Map<String, String> headers, String path, String body) {
    var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .method(method, publisher);
    headers.forEach(request::header);
    return request.build();
  }

  static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  static Map<String, String> form() {
    return Map.of("Content-Type", "application/x-www-form-urlencoded");
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  HttpResponse<String> signIn(String password) throws IOException, InterruptedException {
    var fields = "name=admin&password=" + password.replace(' ', '+');
    return call("POST", form(), "/sign-in", fields);
  }

  /// Signs in as the first administrator, the way a browser does.
  Session session() throws IOException, InterruptedException {
    var answer = signIn(PASSWORD);
    assertEquals(303, answer.statusCode(), answer.body());
    var cookie = answer.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
    var page = get(Map.of("Cookie", cookie), "/admin/incidents");
    var token = CSRF.matcher(page.body());
    if (!token.find()) {
      throw new AssertionError("no token in " + page.body());
    }
    return new Session(cookie, token.group(1));
  }

  /// A new token for programs with a role.
  String token(Session by, String role) throws IOException, InterruptedException {
    var answer =
        call(
            "POST",
            Map.of("Cookie", by.cookie(), "X-CSRF-Token", by.csrfToken()),
            "/api/v1/tokens",
            "{\"name\": \"for tests\", \"role\": \"" + role + "\"}");
    assertEquals(201, answer.statusCode(), answer.body());
    return json(answer).path("data").path("token").asText();
  }

  @Override
  public void close() {
    client.close();
    server.stop();
  }
}

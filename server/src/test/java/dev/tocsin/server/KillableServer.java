package dev.tocsin.server;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A server process that is killed again and again, and comes back at the same address with the
/// same data.
final class KillableServer implements AutoCloseable {
  private static final String SECRET = "the shared secret of the kill tests, long enough";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LEAST_PORT = 12_000;
  private static final int PORTS = 18_000;
  private static final int PORT_ATTEMPTS = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Path folder;
  private final int port;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String bearer =
      "Bearer "
          + JWT.create()
              .withSubject("kills")
              .withClaim("role", "OPERATOR")
              .withExpiresAt(Instant.now().plus(Duration.ofDays(1)))
              .sign(Algorithm.HMAC256(SECRET));
  private volatile @Nullable ServerProcess process;

  /// @param yaml everything but the sections `server`, `data` and `account`
  KillableServer(String name, Path folder, String yaml) throws IOException {
    this.name = name;
    this.folder = Files.createDirectories(folder);
    this.port = freePort();
    var own =
        """
        server: {port: %d, metrics_token: only-for-tests-of-kills}
        data: {folder: "%s"}
        account: {admin_password: "%s", jwt_access_secret: "%s"}
        """
            .formatted(port, data(), RunningServer.PASSWORD, SECRET);
    Files.writeString(folder.resolve("tocsin.yml"), own + yaml);
  }

  /// One that the system does not give to somebody's connection while this server is dead.
  private static int freePort() throws IOException {
    var random = new Random();
    for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
      int port = LEAST_PORT + random.nextInt(PORTS);
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (BindException e) {
        // taken: another one
      }
    }
    throw new IOException("no free port");
  }

  Path data() {
    return folder.resolve("data");
  }

  boolean isAlive() {
    return process != null;
  }

  void start() throws IOException {
    process = ServerProcess.start(folder);
  }

  /// Whether it is there.
  ///
  /// @throws IllegalStateException if it has ended by itself
  boolean answers() throws InterruptedException, TimeoutException {
    var running = process;
    if (running != null && running.endsWithin(0)) {
      throw new IllegalStateException(name + " ended: " + running.end());
    }
    return status(request("/health/live").GET().build()) == 200;
  }

  /// The server ends at once, whatever it is doing.
  void kill() {
    var running = process;
    process = null;
    if (running != null) {
      running.close();
    }
  }

  /// Posts to Alertmanager's API; the status, or 0 when there was no whole answer.
  int post(String alerts) {
    return status(
        request("/api/v2/alerts")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(alerts))
            .build());
  }

  /// Any other call with JSON in and out.
  JsonNode call(String method, String path, String body) throws IOException, InterruptedException {
    var publisher = HttpRequest.BodyPublishers.ofString(body);
    var request =
        request(path).header("Content-Type", "application/json").method(method, publisher).build();
    var answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(method + " " + path + ": " + answer.statusCode() + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /// The result of an instant query; empty when there was no answer.
  JsonNode query(String promql) throws InterruptedException {
    var path = "/api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8);
    try {
      var answer = client.send(request(path).GET().build(), BodyHandlers.ofString());
      return JSON.readTree(answer.body()).path("data").path("result");
    } catch (IOException e) {
      return JSON.createArrayNode();
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(PATIENCE)
        .header("Authorization", bearer);
  }

  private int status(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  @Override
  public void close() {
    kill();
    client.close();
  }
}

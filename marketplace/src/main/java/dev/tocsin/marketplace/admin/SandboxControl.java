package dev.tocsin.marketplace.admin;

import dev.tocsin.marketplace.web.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Tells the sandbox how its stand-ins shall behave.
@Component
class SandboxControl {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final long MOST_ANSWER_BYTES = 64 * 1024;

  private final URI sandbox;
  private final JsonMapper json;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  SandboxControl(SandboxOptions options, JsonMapper json) {
    this.sandbox = options.url();
    this.json = json;
  }

  /// The mode of each service; empty when the sandbox cannot be asked.
  Optional<Map<String, String>> modes() {
    try {
      var response = send(request("").GET().build());
      var modes = new HashMap<String, String>();
      json.readTree(response.body())
          .properties()
          .forEach(it -> modes.put(it.getKey(), it.getValue().path("mode").asString("ok")));
      return response.statusCode() == 200 ? Optional.of(modes) : Optional.empty();
    } catch (IOException | JacksonException _) {
      return Optional.empty();
    }
  }

  void setMode(String service, String mode) {
    var body = json.writeValueAsString(Map.of("mode", mode));
    var request =
        request("/" + service)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body))
            .build();
    try {
      var status = send(request).statusCode();
      if (status >= 300) {
        throw unreachable("it answered HTTP " + status);
      }
    } catch (IOException exception) {
      throw unreachable(String.valueOf(exception.getMessage()));
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(sandbox + "/_control" + path)).timeout(TIMEOUT);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return client.send(
          request, BodyHandlers.limiting(BodyHandlers.ofString(), MOST_ANSWER_BYTES));
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", exception);
    }
  }

  private ProblemException unreachable(String why) {
    return new ProblemException(
        HttpStatus.BAD_GATEWAY,
        "SANDBOX_UNREACHABLE",
        "The sandbox at "
            + sandbox
            + " did not take the order: "
            + why
            + ". Start it, or set SANDBOX_URL.");
  }
}

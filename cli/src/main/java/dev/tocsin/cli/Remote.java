package dev.tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The server that a command talks to.
final class Remote {
  static final int OK = 200;

  /// A replay of weeks takes its time.
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://localhost:8080",
      description = "the server")
  private URI url = URI.create("http://localhost:8080");

  @Option(
      names = "--token-variable",
      paramLabel = "NAME",
      defaultValue = "TOCSIN_TOKEN",
      description = "the variable that holds a token with the role ADMIN")
  private String tokenVariable = "TOCSIN_TOKEN";

  private final Map<String, String> variables;

  /// @param variables hold the token
  Remote(Map<String, String> variables) {
    this.variables = variables;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  /// Posts and reads the answer; empty when the server has something against it, which is printed.
  Optional<JsonNode> post(String path, String contentType, String body, PrintWriter errors)
      throws IOException, InterruptedException {
    var answer =
        send(
            request(path)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    if (answer.statusCode() != OK) {
      complain(answer, errors);
      return Optional.empty();
    }
    return Optional.of(JSON.readTree(answer.body()).path("data"));
  }

  /// The same with a JSON body.
  Optional<JsonNode> post(String path, Map<String, ?> body, PrintWriter errors)
      throws IOException, InterruptedException {
    return post(path, "application/json", JSON.writeValueAsString(body), errors);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + variables.getOrDefault(tokenVariable, ""));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  /// Prints what the server has against a request.
  static void complain(HttpResponse<String> answer, PrintWriter errors) throws IOException {
    JsonNode read = JSON.readTree(answer.body());
    errors.println(
        "the server answers " + answer.statusCode() + ": " + read.path("message").asText());
    read.path("errors").forEach(error -> errors.println("  " + error.asText()));
    errors.flush();
  }
}

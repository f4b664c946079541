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
import picocli.CommandLine.Option;

/// The server that a command talks to.
final class Remote {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

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

  HttpResponse<String> get(String path, Map<String, String> variables)
      throws IOException, InterruptedException {
    return send(request(path, variables).GET());
  }

  HttpResponse<String> post(String path, String body, Map<String, String> variables)
      throws IOException, InterruptedException {
    return send(
        request(path, variables)
            .header("Content-Type", "application/yaml")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path, Map<String, String> variables) {
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
    JsonNode read = new ObjectMapper().readTree(answer.body());
    errors.println(
        "the server answers " + answer.statusCode() + ": " + read.path("message").asText());
    read.path("errors").forEach(error -> errors.println("  " + error.asText()));
    errors.flush();
  }
}

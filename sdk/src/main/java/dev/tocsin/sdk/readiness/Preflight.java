package dev.tocsin.sdk.readiness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.sdk.http.BoundedAnswer;
import dev.tocsin.sdk.http.BoundedHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The check before a promotion: of an environment file, or of an instance that runs.
///
/// @param environment where the settings are for
/// @param failures what keeps the promotion from happening
public record Preflight(String environment, List<FailedKey> failures) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;
  private static final int OK = 200;
  private static final Path NO_RECORD = Path.of("no-record-of-test-deliveries");

  public Preflight {
    failures = List.copyOf(failures);
  }

  public boolean passed() {
    return failures.isEmpty();
  }

  /// Checks a file.
  ///
  /// @param environment where it is for; not given means that its `TOCSIN_ENVIRONMENT` tells
  /// @throws IllegalArgumentException when a line of the file cannot be read
  /// @throws UncheckedIOException when the file cannot be read
  public static Preflight ofFile(Path file, ConfigContract contract, @Nullable String environment) {
    return ofFile(file, contract, environment, new TestRecord(NO_RECORD, Duration.ZERO));
  }

  /// The record of test deliveries that an instance keeps, for the check of a file.
  ///
  /// @param file as [TestDeliveries] writes it; one that does not exist records nothing
  /// @param maxAge how old a test may be to count as recent
  public record TestRecord(Path file, Duration maxAge) {}

  /// Checks a file; where the contract declares a second way for incidents, also that a test of it
  /// is on record and recent.
  ///
  /// @param environment where it is for; not given means that its `TOCSIN_ENVIRONMENT` tells
  /// @throws IllegalArgumentException when a line of the file cannot be read
  /// @throws UncheckedIOException when the file cannot be read
  public static Preflight ofFile(
      Path file, ConfigContract contract, @Nullable String environment, TestRecord record) {
    Map<String, String> values = EnvironmentFile.parse(lines(file));
    String name = environment == null ? values.get(DeploymentEnvironment.VARIABLE) : environment;
    TestDeliveries deliveries =
        new TestDeliveries(values::get, record.file(), record.maxAge(), InstantSource.system());
    ReadinessVerdict verdict =
        new ConfigReadiness(contract, values::get, DeploymentEnvironment.of(name), deliveries)
            .verdict();
    return new Preflight(verdict.environment().name(), verdict.failures());
  }

  /// Asks an instance for the verdict on its own settings.
  ///
  /// @param base where its ops surface is: `http://host:port`
  /// @param token the operator token
  /// @throws UncheckedIOException when it cannot be asked or does not answer as it should
  public static Preflight ofInstance(URI base, String token) throws InterruptedException {
    URI path = URI.create(base.toString().replaceFirst("/+$", "") + "/health/ops");
    HttpRequest request =
        HttpRequest.newBuilder(path)
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .build();
    HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    try {
      BoundedAnswer answer = BoundedHttp.send(client, request, MAX_ANSWER_BYTES);
      if (answer.status() != OK) {
        throw new IOException(path + " answered with HTTP status " + answer.status());
      }
      return ofBlocks(path, JSON.readTree(answer.body()));
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new UncheckedIOException("The instance could not be asked: " + why, e);
    }
  }

  private static Preflight ofBlocks(URI path, JsonNode answer) throws IOException {
    JsonNode block = answer.at("/blocks/configReadiness");
    JsonNode fields = block.path("fields");
    if (block.path("collectedAt").isNull() || !fields.path("promotion").isObject()) {
      throw new IOException(path + " has no verdict in its block configReadiness");
    }
    List<FailedKey> failures = new ArrayList<>();
    for (JsonNode failure : fields.at("/promotion/blockedBy")) {
      failures.add(new FailedKey(failure.path("key").asText(), failure.path("reason").asText()));
    }
    if (failures.isEmpty() && !fields.at("/promotion/allowed").asBoolean()) {
      throw new IOException(path + " forbids the promotion without a reason");
    }
    return new Preflight(fields.path("environment").asText(), failures);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be read.", e);
    }
  }
}

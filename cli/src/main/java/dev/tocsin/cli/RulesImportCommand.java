package dev.tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tocsin rules import FILE`: puts a version of a rule file in force on a server.
@Command(
    name = "import",
    description = "Imports a rule file into a server; without --apply, says what would come of it.",
    mixinStandardHelpOptions = true)
final class RulesImportCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Parameters(paramLabel = "FILE", description = "a rule file")
  private Path file = Path.of("rules.yml");

  @Option(names = "--name", required = true, paramLabel = "NAME", description = "names it for ever")
  private String name = "";

  @Option(
      names = "--rules-version",
      required = true,
      paramLabel = "VERSION",
      description = "numbers between points, such as 1.4.0")
  private String version = "";

  @Option(names = "--apply", description = "puts it in force")
  private boolean apply;

  @Option(names = "--confirm-downgrade", description = "takes a version that is older")
  private boolean confirmDowngrade;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://localhost:8080",
      description = "the server")
  private URI url = URI.create("http://localhost:8080");

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "7",
      description = "how much history is replayed")
  private int days = 7;

  @Option(
      names = "--token-variable",
      paramLabel = "NAME",
      defaultValue = "TOCSIN_TOKEN",
      description = "the variable that holds a token with the role ADMIN")
  private String tokenVariable = "TOCSIN_TOKEN";

  @Spec private CommandSpec spec = CommandSpec.create();
  private final Map<String, String> variables;

  RulesImportCommand() {
    this(System.getenv());
  }

  RulesImportCommand(Map<String, String> variables) {
    this.variables = variables;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var json = new ObjectMapper();
    var body =
        Map.of(
            "name", name,
            "version", version,
            "file", Files.readString(file),
            "apply", apply,
            "confirmDowngrade", confirmDowngrade,
            "days", days);
    var request =
        HttpRequest.newBuilder(url.resolve("/api/v1/monitoring/rule-imports"))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + variables.getOrDefault(tokenVariable, ""))
            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request, BodyHandlers.ofString());
      var read = json.readTree(answer.body());
      return answer.statusCode() == 200
          ? done(read.path("data"))
          : refused(answer.statusCode(), read);
    }
  }

  private int refused(int status, JsonNode answer) {
    var errors = spec.commandLine().getErr();
    errors.println("the server answers " + status + ": " + answer.path("message").asText());
    answer.path("errors").forEach(error -> errors.println("  " + error.asText()));
    return 1;
  }

  private int done(JsonNode plan) {
    var out = spec.commandLine().getOut();
    out.println(
        name
            + " "
            + version
            + ": "
            + plan.path("step").asText()
            + (plan.path("applied").asBoolean() ? ", in force" : ", dry run"));
    plan.path("changes").forEach(change -> out.println("  " + change.asText()));
    for (var replay : plan.path("replays")) {
      var error = replay.path("error").asText();
      out.println(
          error.isEmpty()
              ? "  %s would have fired %d times in %d days"
                  .formatted(replay.path("rule").asText(), replay.path("fired").asInt(), days)
              : "  %s cannot be replayed: %s".formatted(replay.path("rule").asText(), error));
    }
    return 0;
  }
}

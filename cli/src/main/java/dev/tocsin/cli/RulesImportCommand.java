package dev.tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private final Remote server;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "7",
      description = "how much history is replayed")
  private int days = 7;

  @Spec private CommandSpec spec = CommandSpec.create();

  RulesImportCommand() {
    this(System.getenv());
  }

  RulesImportCommand(Map<String, String> variables) {
    this.server = new Remote(variables);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var body =
        Map.of(
            "name", name,
            "version", version,
            "file", Files.readString(file),
            "apply", apply,
            "confirmDowngrade", confirmDowngrade,
            "days", days);
    return server
        .post("/api/v1/monitoring/rule-imports", body, spec.commandLine().getErr())
        .map(this::done)
        .orElse(1);
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

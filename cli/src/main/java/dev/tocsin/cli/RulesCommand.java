package dev.tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.pack.Packs;
import dev.tocsin.server.pack.RuleLint;
import dev.tocsin.server.pack.ThresholdDocument;
import dev.tocsin.server.rule.RuleOptions;
import dev.tocsin.server.rule.RuleSet;
import dev.tocsin.server.rule.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tocsin rules`: what rule files are worth.
@Command(
    name = "rules",
    description = "Looks at rule files.",
    mixinStandardHelpOptions = true,
    subcommands = {
      RulesCommand.Backtest.class,
      RulesImportCommand.class,
      RulesCommand.Lint.class,
      RulesCommand.Thresholds.class
    })
final class RulesCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
  }

  private static List<RuleSource> sources(List<Path> files) throws IOException {
    var sources = new ArrayList<RuleSource>();
    for (var file : files) {
      sources.add(new RuleSource(file.toString(), Files.readString(file)));
    }
    return sources;
  }

  /// `tocsin rules backtest FILE`: what the rules of a file would have done.
  @Command(
      name = "backtest",
      description = "Replays a server's history against the alert rules of a file.",
      mixinStandardHelpOptions = true)
  static final class Backtest implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "a rule file")
    private Path file = Path.of("rules.yml");

    @Mixin private final Remote server;

    @Option(names = "--days", paramLabel = "N", defaultValue = "7", description = "how far back")
    private int days = 7;

    @Spec private CommandSpec spec = CommandSpec.create();

    Backtest() {
      this(System.getenv());
    }

    Backtest(Map<String, String> variables) {
      this.server = new Remote(variables);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
      var body = Map.of("file", Files.readString(file), "days", days);
      var reports =
          server.post("/api/v1/monitoring/alerts/backtest", body, spec.commandLine().getErr());
      reports.ifPresent(all -> all.forEach(this::print));
      return reports.isPresent() ? 0 : 1;
    }

    private void print(JsonNode report) {
      var precision = report.has("precision") ? percent(report.path("precision").asDouble()) : "-";
      spec.commandLine()
          .getOut()
          .printf(
              "%s: fired %d times, %s in all, precision %s, found %d of %d incidents%n",
              report.path("rule").asText(),
              report.path("fired").asInt(),
              Duration.ofSeconds(report.path("firingSeconds").asLong()),
              precision,
              report.path("found").asInt(),
              report.path("troubles").asInt());
    }

    private static String percent(double share) {
      return Math.round(share * 100) + " %";
    }
  }

  /// `tocsin rules lint FILE…`: whether each rule says what its reader needs.
  @Command(
      name = "lint",
      description = "Finds rules without owner, rationale, runbook and the like.",
      mixinStandardHelpOptions = true)
  static final class Lint implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "rule files")
    private List<Path> files = List.of();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
      var problems = new Problems();
      var rules = RuleSet.read(sources(files), RuleOptions.defaults(), problems);
      var packs = Packs.read(Packs.SHIPPED, problems);
      var found = new ArrayList<>(problems.list());
      found.addAll(new RuleLint(packs).check(rules));
      found.stream().map(Problem::toString).forEach(spec.commandLine().getErr()::println);
      return found.isEmpty() ? 0 : 1;
    }
  }

  /// `tocsin rules thresholds`: the document of all thresholds.
  @Command(
      name = "thresholds",
      description = "Prints the document of alert thresholds as Markdown.",
      mixinStandardHelpOptions = true)
  static final class Thresholds implements Callable<Integer> {
    @Parameters(
        arity = "0..*",
        paramLabel = "FILE",
        description = "rule files; without any, those of the shipped packs")
    private List<Path> files = List.of();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
      var problems = new Problems();
      var sources =
          files.isEmpty() ? Packs.read(Packs.SHIPPED, problems).ruleFiles() : sources(files);
      var rules = RuleSet.read(sources, RuleOptions.defaults(), problems);
      problems.list().stream().map(Problem::toString).forEach(spec.commandLine().getErr()::println);
      spec.commandLine().getOut().print(ThresholdDocument.of(rules));
      spec.commandLine().getOut().flush();
      return problems.isEmpty() ? 0 : 1;
    }
  }
}

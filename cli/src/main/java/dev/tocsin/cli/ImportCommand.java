package dev.tocsin.cli;

import dev.tocsin.server.route.AlertmanagerImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tocsin import`: files of elsewhere and of here.
@Command(
    name = "import",
    description = "Takes over files.",
    mixinStandardHelpOptions = true,
    subcommands = {ImportCommand.Alertmanager.class, ImportCommand.Code.class})
final class ImportCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
  }

  /// `tocsin import alertmanager FILE`: what an `alertmanager.yml` means here.
  @Command(
      name = "alertmanager",
      description = "Makes the section routing of an alertmanager.yml; the report goes to stderr.",
      mixinStandardHelpOptions = true)
  static final class Alertmanager implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "the alertmanager.yml")
    private Path file = Path.of("alertmanager.yml");

    @Option(names = "--to", paramLabel = "FILE", description = "where to write it; else printed")
    private @Nullable Path target;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
      var errors = spec.commandLine().getErr();
      try {
        var imported = AlertmanagerImport.read(Files.readString(file));
        if (target == null) {
          spec.commandLine().getOut().print(imported.yaml());
          spec.commandLine().getOut().flush();
        } else {
          Files.writeString(target, imported.yaml());
        }
        errors.println("channels that it needs: " + String.join(", ", imported.channels()));
        imported.report().forEach(line -> errors.println("  " + line));
        errors.flush();
        return 0;
      } catch (IllegalArgumentException e) {
        errors.println(file + ": " + e.getMessage());
        return 1;
      }
    }
  }

  /// `tocsin import code FILE`: applies an export to a server.
  @Command(
      name = "code",
      description = "Applies rules, silences and windows of an exported file to a server.",
      mixinStandardHelpOptions = true)
  static final class Code implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "what `tocsin export` wrote")
    private Path file = Path.of("tocsin-code.yml");

    @Mixin private final Remote server;

    @Option(names = "--dry-run", description = "only tell what would become of it")
    private boolean isTrial;

    @Spec private CommandSpec spec = CommandSpec.create();

    Code() {
      this(System.getenv());
    }

    Code(Map<String, String> variables) {
      this.server = new Remote(variables);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
      var path = ExportCommand.PATH + (isTrial ? "?dry_run=true" : "");
      var errors = spec.commandLine().getErr();
      var answer = server.post(path, "application/yaml", Files.readString(file), errors);
      if (answer.isEmpty()) {
        return 1;
      }
      int refused = 0;
      for (var one : answer.orElseThrow()) {
        refused += one.path("outcome").asText().equals("REFUSED") ? 1 : 0;
        spec.commandLine()
            .getOut()
            .printf(
                "%-8s %-8s %s %s%n",
                one.path("outcome").asText().toLowerCase(Locale.ROOT),
                one.path("kind").asText().toLowerCase(Locale.ROOT),
                one.path("name").asText(),
                one.path("detail").asText());
      }
      spec.commandLine().getOut().flush();
      return refused == 0 ? 0 : 1;
    }
  }
}

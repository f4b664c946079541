package dev.tocsin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tocsin export`: what was clicked on a server, as YAML.
@Command(
    name = "export",
    description = "Writes rules, silences and windows that were clicked, and routes, as YAML.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  static final String PATH = "/api/v1/as-code";

  @Mixin private final Remote server;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "where to write it; else it is printed")
  private @Nullable Path target;

  @Spec private CommandSpec spec = CommandSpec.create();

  ExportCommand() {
    this(System.getenv());
  }

  ExportCommand(Map<String, String> variables) {
    this.server = new Remote(variables);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var answer = server.get(PATH);
    if (answer.statusCode() != Remote.OK) {
      Remote.complain(answer, spec.commandLine().getErr());
      return 1;
    }
    if (target == null) {
      spec.commandLine().getOut().print(answer.body());
      spec.commandLine().getOut().flush();
    } else {
      Files.writeString(target, answer.body());
    }
    return 0;
  }
}

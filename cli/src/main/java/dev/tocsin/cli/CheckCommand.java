package dev.tocsin.cli;

import dev.tocsin.server.ServerOptions;
import dev.tocsin.server.config.ConfigException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tocsin check`: reads a configuration, its packs and rule files, and reports every problem.
@Command(
    name = "check",
    description = "Checks a configuration file, without starting anything.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "the configuration, usually tocsin.yml")
  private Path file = Path.of("tocsin.yml");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try {
      ServerOptions.read(file, System.getenv());
      spec.commandLine().getOut().println(file + " is fine");
      return 0;
    } catch (ConfigException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }
}

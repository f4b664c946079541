package dev.tocsin.cli;

import dev.tocsin.cli.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Parses the command line.
@Command(
    name = "tocsin",
    mixinStandardHelpOptions = true,
    version = "tocsin 0.1.0",
    description = "The operations centre of a commerce platform.",
    subcommands = {
      ServerCommand.class,
      DemoCommand.class,
      CheckCommand.class,
      PreflightCommand.class,
      TestCommand.class,
      RulesCommand.class,
      ExportCommand.class,
      ImportCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    var line = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(line.execute(arguments.length == 0 ? new String[] {"--help"} : arguments));
  }
}

package dev.tocsin.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tocsin server`: the same as running the server's own main class.
@Command(
    name = "server",
    description = "Runs the server. Arguments: [--config FILE]",
    mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
  @Parameters(arity = "0..*", description = "arguments of the server, after --")
  private List<String> arguments = List.of();

  @Override
  public Integer call() {
    return dev.tocsin.server.Main.run(arguments);
  }
}

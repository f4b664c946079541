package dev.tocsin.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tocsin demo`: everything at once, with live traffic.
@Command(
    name = "demo",
    description = "Runs the server and a marketplace with live traffic on this machine.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--check",
      description = "plays the story of a fault without a person and reports each step")
  private boolean check;

  @Option(
      names = "--kills",
      paramLabel = "N",
      description = "with --check: kills the server N times at random moments of the story")
  private int kills;

  @Option(names = "--free-ports", description = "listens on any free ports, not on the usual ones")
  private boolean freePorts;

  @Option(names = "--data", paramLabel = "FOLDER", description = "where the demo keeps its data")
  private Path data = Path.of("");

  @Option(
      names = "--home",
      hidden = true,
      defaultValue = "${sys:tocsin.home:-.}",
      description = "the project's folder")
  private Path home = Path.of(".");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    try {
      return check ? checked(out) : shown(out);
    } catch (DemoException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }

  private int shown(PrintWriter out) {
    var folder = data.toString().isEmpty() ? home.resolve(".tocsin/demo") : data;
    var ports = freePorts ? DemoSettings.Ports.anyFree() : DemoSettings.Ports.usual();
    var settings = settings(folder, ports);
    var demo = new Demo(settings, out);
    var stopping = new Thread(demo::close, "stop");
    Runtime.getRuntime().addShutdownHook(stopping);
    out.println("starting the sandbox, the marketplace and the server …");
    out.flush();
    demo.start();
    demo.printAddresses();
    var ended = demo.awaitEnd();
    throw new DemoException(ended.name() + " ended:\n" + ended.tail());
  }

  private int checked(PrintWriter out) {
    var temporary = data.toString().isEmpty();
    var folder = temporary ? temporaryFolder() : data;
    var settings = settings(folder, DemoSettings.Ports.anyFree());
    boolean passed = false;
    var demo = new Demo(settings, out);
    var stopping = new Thread(demo::close, "stop");
    Runtime.getRuntime().addShutdownHook(stopping);
    try {
      demo.start();
      passed = new DemoStory(settings, demo, kills, out).play();
    } finally {
      demo.close();
      Runtime.getRuntime().removeShutdownHook(stopping);
    }
    if (!passed) {
      out.println("data and logs are kept in " + folder);
    } else if (temporary) {
      remove(folder);
    }
    out.flush();
    return passed ? 0 : 1;
  }

  private DemoSettings settings(Path folder, DemoSettings.Ports ports) {
    return DemoSettings.of(home.toAbsolutePath().normalize(), folder.toAbsolutePath(), ports);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("tocsin-demo");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

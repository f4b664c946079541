package dev.tocsin.cli;

import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.pack.RuleTests;
import dev.tocsin.server.rule.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tocsin test`: tests of what operators write.
@Command(
    name = "test",
    description = "Tests rules.",
    mixinStandardHelpOptions = true,
    subcommands = TestCommand.Rules.class)
final class TestCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
  }

  /// `tocsin test rules FILE…`: runs rule tests in promtool's format.
  @Command(
      name = "rules",
      description = "Runs rule tests in the format of promtool; 0 when all pass.",
      mixinStandardHelpOptions = true)
  static final class Rules implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "files with tests")
    private List<Path> files = List.of();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
      boolean passed = true;
      for (var file : files) {
        passed &= passes(file);
      }
      return passed ? 0 : 1;
    }

    private boolean passes(Path file) throws IOException {
      var errors = spec.commandLine().getErr();
      if (!Files.isReadable(file)) {
        errors.println(file + " cannot be read; check the path");
        return false;
      }
      var problems = new Problems();
      var parent = file.toAbsolutePath().getParent();
      var tests = RuleTests.in(parent == null ? Path.of(".") : parent);
      var results = tests.run(new RuleSource(file.toString(), Files.readString(file)), problems);
      problems.list().stream().map(Problem::toString).forEach(errors::println);
      boolean passed = problems.isEmpty();
      for (var result : results) {
        passed &= result.passed();
        spec.commandLine()
            .getOut()
            .println((result.passed() ? "passed " : "FAILED ") + file + ": " + result.name());
        result.failures().forEach(failure -> errors.println("  " + failure));
      }
      return passed;
    }
  }
}

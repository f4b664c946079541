package dev.tocsin.cli;

import dev.tocsin.sdk.readiness.ConfigContract;
import dev.tocsin.sdk.readiness.FailedKey;
import dev.tocsin.sdk.readiness.Preflight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tocsin preflight`: whether settings fulfil the configuration contract. It ends with 0 when they
/// do, 1 when a key fails, and 2 when that could not be found out, so that a pipeline stops in both
/// cases.
@Command(
    name = "preflight",
    description = "Checks the settings of an application before it is promoted.",
    mixinStandardHelpOptions = true)
final class PreflightCommand implements Callable<Integer> {
  static final int FAILED = 1;
  static final int UNKNOWN = 2;

  private final Map<String, String> variables;

  @ArgGroup(multiplicity = "1")
  private Subject subject = new Subject();

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "where the file is for; otherwise its TOCSIN_ENVIRONMENT tells")
  private @Nullable String environment;

  @Option(
      names = "--contract",
      paramLabel = "FILE",
      description = "the contract as JSON for --env-file; otherwise the standard one")
  private @Nullable Path contract;

  @Option(
      names = "--test-record",
      paramLabel = "FILE",
      description =
          "for --env-file: where an instance keeps when a test of the second way for incidents"
              + " arrived; without it none counts")
  private @Nullable Path testRecord;

  @Option(
      names = "--test-age",
      paramLabel = "DURATION",
      defaultValue = "P7D",
      description = "how old that test may be, such as P7D or PT12H; otherwise ${DEFAULT-VALUE}")
  private Duration testAge = Duration.ofDays(7);

  @Option(
      names = "--token-variable",
      paramLabel = "NAME",
      defaultValue = "TOCSIN_OPS_TOKEN",
      description = "the variable that holds the operator token for --url")
  private String tokenVariable = "TOCSIN_OPS_TOKEN";

  @Spec private CommandSpec spec = CommandSpec.create();

  PreflightCommand() {
    this(System.getenv());
  }

  PreflightCommand(Map<String, String> variables) {
    this.variables = variables;
  }

  /// What is checked.
  static final class Subject {
    @Option(names = "--env-file", paramLabel = "FILE", description = "a file with KEY=value lines")
    private @Nullable Path file;

    @Option(
        names = "--url",
        paramLabel = "URL",
        description = "where the ops surface of a running instance is")
    private @Nullable URI url;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      return tell(look());
    } catch (IllegalArgumentException | UncheckedIOException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return UNKNOWN;
    }
  }

  private Preflight look() throws InterruptedException {
    var file = subject.file;
    if (file != null) {
      var record = testRecord;
      return record == null
          ? Preflight.ofFile(file, contract(), environment)
          : Preflight.ofFile(
              file, contract(), environment, new Preflight.TestRecord(record, testAge));
    }
    var url = subject.url;
    if (url == null) {
      throw new IllegalStateException("BUG: neither a file nor a URL was given");
    }
    var token = variables.get(tokenVariable);
    if (token == null || token.isBlank()) {
      throw new IllegalArgumentException(
          "The variable " + tokenVariable + " must hold the operator token of " + url + ".");
    }
    return Preflight.ofInstance(url, token);
  }

  private ConfigContract contract() {
    var file = contract;
    try {
      return file == null
          ? ConfigContract.standard()
          : ConfigContract.parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("The contract " + file + " cannot be read.", e);
    }
  }

  private int tell(Preflight preflight) {
    if (preflight.passed()) {
      spec.commandLine().getOut().println("ready for " + preflight.environment());
      return 0;
    }
    var errors = spec.commandLine().getErr();
    errors.println("not ready for " + preflight.environment() + ":");
    for (FailedKey failure : preflight.failures()) {
      errors.println("  " + failure.reason());
    }
    return FAILED;
  }
}

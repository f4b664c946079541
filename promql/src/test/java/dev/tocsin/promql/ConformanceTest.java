package dev.tocsin.promql;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.promql.script.Outcome;
import dev.tocsin.promql.script.Script;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Public conformance scripts, where they are at hand: the folder named by `TOCSIN_PROMQLTEST`
/// (system property or environment), else `../shared/promqltest` beside the repository. The file
/// `conformance.txt` says how many evaluations of each must pass; it may only grow.
class ConformanceTest {
  private static final System.Logger LOG = System.getLogger(ConformanceTest.class.getName());
  private static final Path EXPECTED = Path.of("src/test/resources/promql/conformance.txt");

  @TestFactory
  Stream<DynamicTest> asManyEvaluationsPassAsBefore() throws IOException {
    Optional<Path> folder = folder();
    if (folder.isEmpty()) {
      LOG.log(Level.INFO, "no conformance scripts at hand");
      return Stream.of(
          DynamicTest.dynamicTest(
              "the list of expected counts is readable",
              () -> assertTrue(!expectedCounts().isEmpty())));
    }
    return expectedCounts().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> run(folder.get().resolve(entry.getKey()), entry.getValue())));
  }

  private static Optional<Path> folder() {
    String named =
        Objects.requireNonNullElse(
            System.getProperty("TOCSIN_PROMQLTEST"),
            Objects.requireNonNullElse(System.getenv("TOCSIN_PROMQLTEST"), ""));
    String root = System.getProperty("tocsin.root", "..");
    return Stream.of(named, root + "/../shared/promqltest")
        .filter(path -> !path.isEmpty())
        .map(Path::of)
        .filter(Files::isDirectory)
        .findFirst();
  }

  private static Map<String, Integer> expectedCounts() throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    for (String line : Files.readAllLines(EXPECTED)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        List<String> parts = List.of(line.strip().split("\\s+"));
        counts.put(parts.getFirst(), Integer.parseInt(parts.getLast()));
      }
    }
    return counts;
  }

  private static void run(Path script, int expected) throws IOException {
    List<Outcome> outcomes = Script.run(script);
    long passed = outcomes.stream().filter(Outcome.Passed.class::isInstance).count();
    long unsupported = outcomes.stream().filter(Outcome.Unsupported.class::isInstance).count();
    var failures = new StringBuilder();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Failed failed) {
        failures.append("\n  ").append(failed.line()).append(": ").append(failed.query());
        failures.append("\n      ").append(failed.why());
      }
    }
    String summary =
        "%s: %d of %d pass, %d unsupported"
            .formatted(script.getFileName(), passed, outcomes.size(), unsupported);
    LOG.log(Level.INFO, summary);
    assertTrue(passed >= expected, summary + ", expected at least " + expected + failures);
    if (passed > expected) {
      LOG.log(Level.INFO, "raise the count of {0} in {1}", script.getFileName(), EXPECTED);
    }
  }
}

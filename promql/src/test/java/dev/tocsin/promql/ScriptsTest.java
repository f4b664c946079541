package dev.tocsin.promql;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tocsin.promql.script.Outcome;
import dev.tocsin.promql.script.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The behaviour of the language, in scripts.
class ScriptsTest {
  private static final Path FOLDER = Path.of("src/test/resources/promql");

  @TestFactory
  Stream<DynamicContainer> everyScriptHolds() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".test")).sorted().toList().stream()
          .map(ScriptsTest::container);
    }
  }

  private static DynamicContainer container(Path file) {
    List<Outcome> outcomes;
    try {
      outcomes = Script.run(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    assertFalse(outcomes.isEmpty(), file + " evaluates nothing");
    return DynamicContainer.dynamicContainer(
        file.getFileName().toString(),
        outcomes.stream()
            .map(
                outcome ->
                    DynamicTest.dynamicTest(
                        outcome.line() + ": " + outcome.query(),
                        () ->
                            assertInstanceOf(Outcome.Passed.class, outcome, outcome.toString()))));
  }
}

package dev.tocsin.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Holds the sources of the whole repository to the rules.
class TidyTest {
  static final List<Rule> RULES =
      List.of(
          Sizes::fileLines,
          Sizes::lineCharacters,
          Sizes::members,
          Words::names,
          Words::comments,
          Words::tabs,
          Calls::check);

  private static final List<String> ROOT_DOCUMENTS =
      List.of(
          "README.md",
          "ARCHITECTURE.md",
          "RATIONALE.md",
          "CONTRIBUTING.md",
          "CHANGELOG.md",
          "SECURITY.md");

  private final SourceTree tree = new SourceTree(root());

  static Path root() {
    return Path.of(System.getProperty("tocsin.root"));
  }

  private List<JavaSource> sources() throws IOException {
    var sources = new ArrayList<JavaSource>();
    for (Path file : tree.javaFiles()) {
      sources.add(JavaSource.parse(tree.name(file), Files.readString(file)));
    }
    assertTrue(sources.size() > 10, "no sources below " + tree.root());
    return sources;
  }

  @Test
  void everyFileKeepsTheRules() throws IOException {
    var violations = new ArrayList<Violation>();
    List<JavaSource> sources = sources();
    for (JavaSource source : sources) {
      RULES.forEach(rule -> violations.addAll(rule.check(source)));
    }
    violations.addAll(Packages.check(sources));
    for (Path file : tree.files()) {
      if (TextFiles.isText(tree.name(file)) && Files.size(file) <= TextFiles.MAXIMUM_BYTES) {
        violations.addAll(TextFiles.check(tree.name(file), Files.readString(file)));
      }
    }
    List<String> findings = exceptions().judge(violations);
    if (!findings.isEmpty()) {
      fail(findings.size() + " findings:\n" + String.join("\n", findings));
    }
  }

  private static Exceptions exceptions() throws IOException {
    try (InputStream stream = TidyTest.class.getResourceAsStream("/exceptions.txt")) {
      return Exceptions.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void everyRootDocumentExists() {
    List<String> missing =
        ROOT_DOCUMENTS.stream().filter(name -> !Files.exists(root().resolve(name))).toList();
    assertEquals(List.of(), missing);
  }

  @Test
  void theShareOfPackagePrivateTypesIsReported() throws IOException {
    int percent = Packages.packagePrivatePercent(sources());
    System.out.println("package-private top-level types: " + percent + " % (the aim is 40)");
    assertTrue(percent >= 0 && percent <= 100);
  }
}

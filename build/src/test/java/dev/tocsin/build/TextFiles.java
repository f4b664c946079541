package dev.tocsin.build;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What no text file of the repository may hold, whatever its kind.
final class TextFiles {
  static final int MAXIMUM_BYTES = 1024 * 1024;

  private static final Pattern NAMES =
      Pattern.compile(
          ".*\\.(java|xml|ya?ml|md|html|jte|css|js|json|properties|sh|sql|txt|puml|svg|conf|toml"
              + "|service|tpl|test)|([^.]*/)?[^./]+|\\.ci/.*");

  private static final Pattern MACHINE_PATH =
      Pattern.compile(
          "/usr/lib/jv[m]/|(?<![\\w/.}])/work/(wt|main|shared)\\b|(?<![\\w/.}])/roo[t]/");

  private static final Pattern REGISTRY =
      Pattern.compile(
          "\\brepo1?\\.maven\\.(apache\\.)?org|\\bregistry\\.npm[j]s\\.org|\\bpypi\\.org"
              + "|\\bfiles\\.pythonhosted\\.org|\\bproxy\\.golang\\.org|\\bdeb\\.debian\\.org");

  private static final Pattern PARENT = Pattern.compile("<parent>.*?</parent>", Pattern.DOTALL);
  private static final Pattern VERSION = Pattern.compile("<version>\\s*\\d");
  private static final Pattern REPOSITORY = Pattern.compile("<(pluginRepositor|repositor)(y|ies)>");

  private TextFiles() {}

  static boolean isText(String path) {
    return NAMES.matcher(path).matches() && !path.endsWith(".min.js") && !path.endsWith(".min.css");
  }

  static List<Violation> check(String path, String text) {
    var violations = new ArrayList<Violation>();
    addMatches(violations, path, text, MACHINE_PATH, "machine-path", "a path of one machine");
    addMatches(violations, path, text, REGISTRY, "registry", "the address of a package registry");
    if (path.endsWith("pom.xml")) {
      addMatches(violations, path, text, REPOSITORY, "registry", "a repository in a pom");
    }
    if (path.endsWith("/pom.xml")) {
      // Blanked rather than cut, so that the line numbers stay.
      String own = PARENT.matcher(text).replaceAll(match -> match.group().replaceAll("[^\n]", ""));
      addMatches(violations, path, own, VERSION, "version", "versions stand in the root pom only");
    }
    return violations;
  }

  private static void addMatches(
      List<Violation> violations,
      String path,
      String text,
      Pattern pattern,
      String member,
      String message) {
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (pattern.matcher(line).find()) {
        violations.add(new Violation(path, number, member, 1, message));
      }
    }
  }
}

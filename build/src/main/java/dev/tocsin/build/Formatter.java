package dev.tocsin.build;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/// google-java-format with its own defaults, over a whole tree.
final class Formatter {
  /// Files for one run of the tool.
  private static final int BATCH = 200;

  private final SourceTree tree;
  private final ToolProvider tool;

  Formatter(SourceTree tree) {
    this.tree = tree;
    this.tool =
        ToolProvider.findFirst("google-java-format")
            .orElseThrow(() -> new IllegalStateException("google-java-format is not there"));
  }

  /// The files that are not as the formatter would have them, by their names below the root.
  List<String> differing() throws IOException {
    var names = new ArrayList<String>();
    String root = tree.root() + "/";
    run("--dry-run").lines().forEach(line -> names.add(line.replace(root, "")));
    return names;
  }

  /// Rewrites the files that differ.
  void rewrite() throws IOException {
    run("--replace");
  }

  private String run(String option) throws IOException {
    var output = new StringWriter();
    List<Path> files = tree.javaFiles();
    for (int from = 0; from < files.size(); from += BATCH) {
      var arguments = new ArrayList<>(List.of(option));
      files.subList(from, Math.min(files.size(), from + BATCH)).stream()
          .map(Path::toString)
          .forEach(arguments::add);
      var errors = new StringWriter();
      int exit =
          tool.run(
              new PrintWriter(output), new PrintWriter(errors), arguments.toArray(String[]::new));
      if (exit != 0) {
        throw new IOException("the formatter failed:\n" + errors);
      }
    }
    return output.toString();
  }
}

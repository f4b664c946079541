package dev.tocsin.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Formats every Java file below the folder that is given, or below the current one.
public final class Format {
  private Format() {}

  public static void main(String[] arguments) throws IOException {
    var formatter =
        new Formatter(new SourceTree(Path.of(arguments.length > 0 ? arguments[0] : ".")));
    List<String> differing = formatter.differing();
    formatter.rewrite();
    differing.forEach(name -> System.out.println("formatted " + name));
    System.out.println(differing.size() + " files changed");
  }
}

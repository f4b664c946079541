package dev.tocsin.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatTest {
  @Test
  void everyJavaFileIsFormatted() throws IOException {
    List<String> differing = new Formatter(new SourceTree(TidyTest.root())).differing();
    assertEquals(List.of(), differing, "run ./tocsin format");
  }

  @Test
  void aFileThatDiffersIsNamedAndRewritten(@TempDir Path folder) throws IOException {
    Path source = folder.resolve("Crooked.java");
    Files.writeString(source, "class   Crooked { int a ; }\n");
    Files.createDirectories(folder.resolve("target"));
    Files.writeString(folder.resolve("target/Made.java"), "class   Made { }\n");
    var formatter = new Formatter(new SourceTree(folder));
    assertEquals(List.of("Crooked.java"), formatter.differing());
    Format.main(new String[] {folder.toString()});
    assertEquals("class Crooked {\n  int a;\n}\n", Files.readString(source));
    assertEquals(List.of(), formatter.differing());
    assertEquals("class   Made { }\n", Files.readString(folder.resolve("target/Made.java")));
  }
}

package dev.tocsin.sdk.spring.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The Java in the guides is compiled: a block below a line `<!-- snippet: name -->` is the part of
/// a test source between the comments `snippet: name` and `end`.
class SnippetTest {

  private static final Path ROOT = root();
  private static final Path GUIDE = ROOT.resolve("docs/sdk.md");
  private static final List<Path> SOURCES =
      List.of(
          ROOT.resolve("sdk-spring-boot/src/test/java/dev/tocsin/sdk/spring/sample"),
          ROOT.resolve("sdk/src/test/java/dev/tocsin/sdk/example"));
  private static final Pattern REGION =
      Pattern.compile("(?ms)^ *// snippet: (\\S+)\\n(.*?)^ *// end$");
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^<!-- snippet: (\\S+) -->\\n```java\\n(.*?)^```$");
  private static final Pattern MARK = Pattern.compile("(?m)^<!-- snippet: ");
  private static final Pattern JAVA = Pattern.compile("(?m)^```java$");

  @Test
  void eachMarkedBlockIsWhatIsCompiled() throws IOException {
    Map<String, String> regions = regions();
    for (Path page : pages()) {
      String text = Files.readString(page);
      Matcher block = BLOCK.matcher(text);
      int found = 0;
      while (block.find()) {
        found++;
        assertEquals(regions.get(block.group(1)), block.group(2), page + ": " + block.group(1));
      }
      assertEquals(MARK.matcher(text).results().count(), found, page + " has a mark without block");
    }
  }

  @Test
  void eachBlockOfTheGuideIsMarked() throws IOException {
    String text = Files.readString(GUIDE);
    assertTrue(JAVA.matcher(text).find());
    assertEquals(JAVA.matcher(text).results().count(), BLOCK.matcher(text).results().count());
  }

  @Test
  void eachRegionIsShownSomewhere() throws IOException {
    TreeSet<String> unused = new TreeSet<>(regions().keySet());
    for (Path page : pages()) {
      BLOCK.matcher(Files.readString(page)).results().forEach(each -> unused.remove(each.group(1)));
    }
    assertEquals(new TreeSet<String>(), unused);
  }

  private static Map<String, String> regions() throws IOException {
    Map<String, String> regions = new TreeMap<>();
    for (Path source : files(SOURCES, ".java")) {
      Matcher region = REGION.matcher(Files.readString(source));
      while (region.find()) {
        String code = region.group(2).stripTrailing().stripIndent() + "\n";
        assertEquals(null, regions.put(region.group(1), code), region.group(1) + " is there twice");
      }
    }
    return regions;
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(GUIDE, ROOT.resolve("sdk/README.md")));
    pages.addAll(files(List.of(ROOT.resolve("sdk/docs")), ".md"));
    return pages;
  }

  private static List<Path> files(List<Path> folders, String ending) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(ending)).sorted().forEach(found::add);
      }
    }
    return found;
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    return Files.exists(folder.resolve("sdk/docs")) ? folder : folder.getParent();
  }
}

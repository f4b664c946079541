package dev.tocsin.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every rule is seen to fail on a seeded mistake and to pass on its neighbour.
class TidyRulesTest {
  private static final String MAIN = "shop/src/main/java/shop/Till.java";
  private static final String TEST = "shop/src/test/java/shop/TillTest.java";

  private static List<String> members(String path, String text) {
    JavaSource source = JavaSource.parse(path, text);
    return TidyTest.RULES.stream()
        .flatMap(rule -> rule.check(source).stream())
        .map(Violation::member)
        .distinct()
        .toList();
  }

  private static String inMethod(String statement) {
    return "class Till {\n  void run() throws Exception {\n    " + statement + "\n  }\n}\n";
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(MAIN, inMethod("run();\n".repeat(60)), "Till.run:lines"),
        mistake(MAIN, "class Till { Till(" + parameters(7) + ") {} }", "Till.new:parameters"),
        mistake(MAIN, "class Till { void a(" + parameters(7) + ") {} }", "Till.a:parameters"),
        mistake(MAIN, "record Till(" + parameters(7) + ") {}", "Till:components"),
        mistake(MAIN, "record Till(" + parameters(7) + ") { Till {} }", "Till:components"),
        mistake(MAIN, "class Till {}\n" + "\n".repeat(500), "file:lines"),
        mistake(MAIN, "class Till { // " + "x".repeat(100) + "\n}", "line-length"),
        mistake(MAIN, "class TillHelper {}", "TillHelper:name"),
        mistake(MAIN, "class Till { interface LineDto {} }", "Till.LineDto:name"),
        mistake(MAIN, "class Till {\n\tint a;\n}", "tab"),
        mistake(MAIN, inMethod("java.util.List.of(Instant.now());"), "clock"),
        mistake(MAIN, inMethod("var a = System.currentTimeMillis();"), "clock"),
        mistake(MAIN, inMethod("Supplier<Instant> a = Instant::now;"), "clock"),
        mistake(MAIN, inMethod("System.out.println();"), "console"),
        mistake(TEST, inMethod("Thread.sleep(1);"), "sleep"),
        mistake(TEST, "class Till { @Disabled(\"\") void a() {} }", "disabled"));
  }

  private static Arguments mistake(String path, String text, String member) {
    return Arguments.of(path, text, member);
  }

  private static String parameters(int count) {
    return String.join(
        ", ", Stream.iterate(0, i -> i + 1).limit(count).map(i -> "int p" + i).toList());
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aSeededMistakeIsFound(String path, String text, String member) {
    assertEquals(List.of(member), members(path, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// TO" + "DO later",
        "// FIX" + "ME later",
        "// a robust till",
        "/* This method opens the till. */",
        "// -----------------",
        "// ===== parts =====",
        "// Step 1: open it",
        "// \uD83D\uDE80 fast",
        "/** Opens. */",
      })
  void aBadCommentIsFound(String comment) {
    assertEquals(List.of("comment"), members(MAIN, "class Till {\n  " + comment + "\n}\n"));
  }

  static Stream<Arguments> fine() {
    return Stream.of(
        Arguments.of(MAIN, inMethod("run();\n".repeat(57))),
        Arguments.of(MAIN, "class Till { void a(" + parameters(6) + ") {} }"),
        Arguments.of(MAIN, "record Till(" + parameters(6) + ") { static int seven; }"),
        Arguments.of(MAIN, "class Till { // TO" + "DO #12 count\n}"),
        Arguments.of(MAIN, "class Till { String a = \"// TO" + "DO \\\" robust\"; }"),
        Arguments.of(MAIN, "class Till { char a = '\"'; // fine\n}"),
        Arguments.of(MAIN, "class Till {\n  // https://example.com/" + "x".repeat(100) + "\n}"),
        Arguments.of(
            MAIN, "class Till { String a = \"\"\"\n" + "x".repeat(200) + " // robust\n\"\"\"; }"),
        Arguments.of(MAIN, "class Database {}"),
        Arguments.of(MAIN, "/// The till.\nclass Till {}"),
        Arguments.of(MAIN, inMethod("Instant.now(clock);")),
        Arguments.of(MAIN, "class Till { static void main(String[] a) { System.out.println(); } }"),
        Arguments.of("shop/src/main/java/shop/ShopMain.java", inMethod("Instant.now();")),
        Arguments.of("cli/src/main/java/cli/Print.java", inMethod("System.out.println();")),
        Arguments.of(TEST, inMethod("Instant.now();")));
  }

  @ParameterizedTest
  @MethodSource("fine")
  void whatIsAllowedIsLeftAlone(String path, String text) {
    assertEquals(List.of(), members(path, text));
  }

  @Test
  void annotationsDoNotMakeAMethodLonger() {
    String text =
        inMethod("run();\n".repeat(57)).replace("  void run", "  @Deprecated\n  void run");
    assertEquals(List.of(), members(MAIN, text));
  }

  @Test
  void aPackageNeedsItsInfo() {
    JavaSource till = JavaSource.parse(MAIN, "package shop;\nclass Till {}");
    assertEquals("is missing", Packages.check(List.of(till)).getFirst().message());
    String path = "shop/src/main/java/shop/package-info.java";
    JavaSource bare = JavaSource.parse(path, "package shop;");
    assertEquals(2, Packages.check(List.of(till, bare)).size());
    JavaSource good = JavaSource.parse(path, "/// The shop.\n@NullMarked package shop;");
    assertEquals(List.of(), Packages.check(List.of(till, good)));
  }

  @Test
  void theShareOfPackagePrivateTypesCountsMainCode() {
    JavaSource hidden = JavaSource.parse(MAIN, "class Till {}");
    JavaSource shown = JavaSource.parse(MAIN, "public class Till {}");
    JavaSource test = JavaSource.parse(TEST, "public class TillTest {}");
    assertEquals(50, Packages.packagePrivatePercent(List.of(hidden, shown, test)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "home = /usr/lib/" + "jvm/jdk-25",
        "see /work" + "/main/README.md",
        "cat /ro" + "ot/.m2/settings.xml",
        "url: https://repo.maven" + ".apache.org/maven2",
        "npm --registry https://registry.npm" + "js.org",
      })
  void machinesAndRegistriesAreNotNamed(String text) {
    assertEquals(1, TextFiles.check("docs/a.md", "fine\n" + text).size());
    assertEquals(2, TextFiles.check("docs/a.md", "fine\n" + text).getFirst().line());
  }

  @Test
  void pathsOfOurOwnInterfacesAreFine() {
    assertEquals(List.of(), TextFiles.check("docs/a.md", "GET /ops/work/main and /work/orders"));
  }

  @Test
  void versionsStandInTheRootPomOnly() {
    String pom = "<parent>\n<version>1</version>\n</parent>\n<version>2.0</version>\n";
    List<Violation> found = TextFiles.check("shop/pom.xml", pom);
    assertEquals(1, found.size());
    assertEquals(4, found.getFirst().line());
    assertEquals(List.of(), TextFiles.check("pom.xml", pom));
    assertEquals(1, TextFiles.check("pom.xml", "<repositories>").size());
  }

  @Test
  void textFilesAreKnownByTheirNames() {
    assertTrue(
        Stream.of("tocsin", ".ci/run", "deploy/Dockerfile", "docs/a.md", "a/pom.xml")
            .allMatch(TextFiles::isText));
    assertTrue(
        Stream.of("docs/a.png", "server/uplot.min.js", "a/b.gz").noneMatch(TextFiles::isText));
  }

  @Test
  void anExceptionExcusesUpToItsLimitAndMustBeNeeded() {
    var violation = new Violation("a/B.java", 3, "B.c:lines", 70, "too long");
    String listed = "# why\na/B.java#B.c:lines 70 the loop is one thought\n";
    assertEquals(List.of(), Exceptions.parse(listed).judge(List.of(violation)));
    assertEquals(1, Exceptions.parse(listed).judge(List.of()).size());
    String tight = listed.replace("70", "69");
    assertEquals(2, Exceptions.parse(tight).judge(List.of(violation)).size());
    assertThrows(
        IllegalArgumentException.class, () -> Exceptions.parse("a/B.java#B.c:lines 70 why"));
  }
}

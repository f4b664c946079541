package dev.tocsin.promql.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.PromQlParseException;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.promql.ast.ValueType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {
  /// The text and its canonical form.
  @ParameterizedTest
  @CsvSource(
      delimiter = '\u00a6',
      quoteCharacter = '\0',
      value = {
        "1 ¦ 1",
        "0x1F ¦ 31",
        "1e3 ¦ 1000",
        ".5 ¦ 0.5",
        "-2 ¦ -2",
        "+Inf ¦ +Inf",
        "nan ¦ NaN",
        "5m ¦ 300",
        "1h30m500ms ¦ 5400.5",
        "1 + 2 * 3 ¦ 1 + 2 * 3",
        "-1 ^ 2 ¦ -1 ^ 2",
        "2 ^ 3 ^ 2 ¦ 2 ^ 3 ^ 2",
        "a AND b oR c UNLESS d ¦ a and b or c unless d",
        "1 > BOOL 2 ¦ 1 > bool 2",
        "a atan2 b ¦ a atan2 b",
        "foo{} ¦ foo",
        "foo{a=\"b\",c!=\"d\",e=~\"f|g\",h!~\"\",} ¦ foo{a=\"b\",c!=\"d\",e=~\"f|g\",h!~\"\"}",
        "{__name__=\"foo\"} ¦ foo",
        "{__name__=~\"foo.*\"} ¦ {__name__=~\"foo.*\"}",
        "{\"foo.bar\", \"a b\"=\"c\"} ¦ {\"foo.bar\",\"a b\"=\"c\"}",
        "job:rate:5m{} ¦ job:rate:5m",
        "foo[5m] ¦ foo[5m]",
        "foo[90] ¦ foo[1m30s]",
        "foo[5m] offset 1w ¦ foo[5m] offset 7d",
        "foo offset -5m ¦ foo offset -5m",
        "foo @ 10.5 offset 5m ¦ foo @ 10.500 offset 5m",
        "foo offset 5m @ end() ¦ foo @ end() offset 5m",
        "foo[5m:30s] ¦ foo[5m:30s]",
        "rate(foo[5m])[1h:] @ start() ¦ rate(foo[5m])[1h:] @ start()",
        "sum(foo) by (a,b) ¦ sum by (a, b) (foo)",
        "SUM WITHOUT () (foo) ¦ sum without () (foo)",
        "topk(3, foo) by (a) ¦ topk by (a) (3, foo)",
        "count_values(\"v\", foo) ¦ count_values(\"v\", foo)",
        "a + on(x) group_left(y) b ¦ a + on (x) group_left (y) b",
        "a * ignoring(x, y) b ¦ a * ignoring (x, y) b",
        "a and on() b ¦ a and on () b",
        "(a) ¦ (a)",
        "time() ¦ time()",
        "round(foo, 5) ¦ round(foo, 5)",
        "label_join(foo, \"a\", \",\") ¦ label_join(foo, \"a\", \",\")",
        "sum ¦ sum",
        "by + offset ¦ by + offset",
        "a # the rest is a remark ¦ a",
      })
  void wellFormedTextHasACanonicalForm(String text, String canonical) {
    Expr expr = PromQl.parse(text);
    assertEquals(canonical, expr.toString());
    assertEquals(canonical, PromQl.parse(canonical).toString());
  }

  /// Line, column, a part of the message, the text.
  @ParameterizedTest
  @CsvSource(
      delimiter = '\u00a6',
      quoteCharacter = '\0',
      value = {
        "1 ¦ 1 ¦ no expression found ¦ # nothing",
        "1 ¦ 4 ¦ unexpected end of input ¦ 1 +",
        "1 ¦ 3 ¦ unexpected \")\" in expression ¦ 1 ) ",
        "1 ¦ 9 ¦ unexpected end of input in function call, expected \")\" ¦ abs(time",
        "1 ¦ 15 ¦ unexpected \")\" in expression ¦ sum(foo) + (1)) ",
        "1 ¦ 1 ¦ unknown function with name \"fu\" ¦ fu(1)",
        "1 ¦ 1 ¦ expected 1 argument(s) in call to \"rate\", got 2 ¦ rate(foo[1m], 2)",
        "1 ¦ 6 ¦ expected type range vector in call to function \"rate\" ¦ rate(foo)",
        "1 ¦ 5 ¦ expected type instant vector in aggregation expression, got scalar ¦ sum(1)",
        "1 ¦ 1 ¦ wrong number of arguments for aggregate expression ¦ topk(foo)",
        "1 ¦ 1 ¦ no arguments for aggregate expression provided ¦ sum()",
        "1 ¦ 3 ¦ comparisons between scalars must use BOOL modifier ¦ 1 > 2",
        "1 ¦ 5 ¦ bool modifier can only be used on comparison ¦ foo + bool 2",
        "1 ¦ 5 ¦ set operator \"and\" not allowed in binary scalar expression ¦ foo and 1",
        "1 ¦ 3 ¦ no grouping allowed for \"or\" operation ¦ a or on(x) group_left b",
        "1 ¦ 3 ¦ vector matching only allowed between instant vectors ¦ a + on(x) 1",
        "1 ¦ 11 ¦ must not occur in ON and GROUP clause at once ¦ a + on(x) group_left(x) b",
        "1 ¦ 1 ¦ binary expression must contain only scalar and instant vector ¦ foo[1m] + 1",
        "1 ¦ 2 ¦ unary expression only allowed on expressions of type scalar ¦ -foo[1m]",
        "1 ¦ 1 ¦ at least one non-empty matcher ¦ {a=\"\"}",
        "1 ¦ 5 ¦ metric name must not be set twice: \"foo\" or \"bar\" ¦ foo{__name__=\"bar\"}",
        "1 ¦ 6 ¦ unexpected \"}\" in label matching, expected one of ¦ foo{a}",
        "1 ¦ 8 ¦ bad regular expression ¦ foo{a=~\"(\"}",
        "1 ¦ 7 ¦ unexpected \"b\" in label matching, expected string ¦ foo{a=b}",
        "1 ¦ 5 ¦ unexpected \"]\" in range, expected a duration ¦ foo[]",
        "1 ¦ 5 ¦ duration must be greater than 0 ¦ foo[0]",
        "1 ¦ 5 ¦ bad number or duration syntax: \"5x\" ¦ foo[5x]",
        "1 ¦ 9 ¦ ranges only allowed for vector selectors ¦ sum(foo)[5m]",
        "1 ¦ 15 ¦ no offset or @ modifiers allowed before range ¦ foo offset 5m [1m]",
        "1 ¦ 10 ¦ offset modifier must be preceded by ¦ sum(foo) offset 5m",
        "1 ¦ 15 ¦ offset may not be set multiple times ¦ foo offset 1m offset 2m",
        "1 ¦ 7 ¦ unexpected \"now\" in @, expected a timestamp ¦ foo @ now",
        "1 ¦ 1 ¦ unterminated quoted string ¦ \"foo",
        "1 ¦ 1 ¦ unknown escape sequence ¦ \"\\q\"",
        "1 ¦ 5 ¦ unexpected character: '$' ¦ foo $ bar",
        "1 ¦ 5 ¦ unexpected \"bar\" in expression, expected an operator or the end ¦ foo bar",
        "1 ¦ 5 ¦ duration out of range ¦ foo[99999999999999999999y]",
      })
  void badTextIsRefusedAtItsPlace(int line, int column, String problem, String text) {
    var refusal = assertThrows(PromQlParseException.class, () -> PromQl.parse(text));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(problem), message);
    assertEquals(line + ":" + column, refusal.line() + ":" + refusal.column(), message);
    assertEquals(column - 1, refusal.position());
    assertTrue(message.startsWith(line + ":" + column + ": parse error: "), message);
  }

  @Test
  void anErrorOnALaterLineNamesThatLine() {
    var refusal =
        assertThrows(
            PromQlParseException.class, () -> PromQl.parse("sum(foo)\n  /\n  sum(bar) oops"));
    assertEquals(3, refusal.line());
    assertEquals(12, refusal.column());
    assertEquals(24, refusal.position());
  }

  @Test
  void everyNodeKnowsItsPlace() {
    String text = " sum(rate(foo{a=\"b\"}[5m] offset 1m)) / - bar ";
    var binary = (Expr.Binary) PromQl.parse(text);
    assertEquals("sum(rate(foo{a=\"b\"}[5m] offset 1m)) / - bar", textOf(text, binary));
    assertEquals("- bar", textOf(text, binary.right()));
    Expr sum = binary.left();
    assertEquals("sum(rate(foo{a=\"b\"}[5m] offset 1m))", textOf(text, sum));
    Expr range = sum.children().getFirst().children().getFirst();
    assertEquals("foo{a=\"b\"}[5m] offset 1m", textOf(text, range));
    assertEquals(ValueType.RANGE_VECTOR, range.type());
    assertEquals("1:11", range.span().toString());
  }

  private static String textOf(String text, Expr expr) {
    return text.substring(expr.span().start(), expr.span().end());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\\tb\"", "'a\\tb'", "`a\tb`", "\"a\\x09b\"", "\"a\\011\\u0062\""})
  void allQuoteStylesAndEscapesGiveTheSameText(String text) {
    assertEquals("a\tb", ((Expr.StringLiteral) PromQl.parse(text)).value());
  }

  @Test
  void bytesThatAreNotUtf8SurvivePrinting() {
    assertEquals("\"a\\xc5z\"", PromQl.parse("\"a\\xc5z\"").toString());
    assertEquals("\"\u00e9\"", PromQl.parse("\"\\xc3\\xa9\"").toString());
  }

  @Test
  void deepNestingIsRefusedInsteadOfExhaustingTheStack() {
    for (String text :
        List.of(
            "(".repeat(100_000),
            "-".repeat(100_000) + "1",
            "1" + " + 1".repeat(60_000),
            "2" + " ^ 2".repeat(60_000),
            "abs(".repeat(5_000) + "x" + ")".repeat(5_000))) {
      assertThrows(PromQlParseException.class, () -> PromQl.parse(text));
    }
    assertTrue(PromQl.parse("a" + " or a".repeat(200)).toString().length() > 800);
  }

  @Test
  void tooLongTextIsRefused() {
    String text = "a".repeat(Parser.MAX_TEXT_CHARS + 1);
    assertThrows(PromQlParseException.class, () -> PromQl.parse(text));
  }

  @Test
  void selectorsAreListedInTheOrderTheyAreWritten() {
    Expr expr =
        PromQl.parse("sum(rate(a[5m])) / on() max_over_time(b[1h:]) > c or absent({job=\"d\"})");
    assertEquals(
        List.of("a", "b", "c", ""),
        PromQl.selectors(expr).stream().map(Expr.VectorSelector::metricName).toList());
  }
}

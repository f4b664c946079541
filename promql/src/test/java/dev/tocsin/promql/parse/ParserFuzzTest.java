package dev.tocsin.promql.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.PromQlParseException;
import dev.tocsin.promql.ast.Expr;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random mutations of expressions: nothing but a parse error may come out of them, and what parses
/// has a printed form that parses to the same form.
class ParserFuzzTest {
  private static final int ROUNDS = 60_000;
  private static final long SEED = 20_260_801;

  private static final List<String> SEEDS =
      List.of(
          "sum by (job, \"x y\") (rate(http_requests_total{code=~\"5..\",a!='b'}[5m] offset 1m))",
          "histogram_quantile(0.99, sum(rate(d_bucket[10m])) by (le)) > bool 0.5",
          "a / on(x, y) group_left(z) b and ignoring(q) c unless d or -e ^ 2 % 3",
          "max_over_time(deriv(foo[5m])[1h:30s] @ end() offset -1h)",
          "label_replace(up, \"a\", `$1`, \"b\", \"(.*)\\\\d\\n\\x41\") == nan",
          "topk(3, {\"metric.name\", __name__!=\"x\"}) without () + 0x1f - 1e-3 * .5",
          "quantile(0.5, foo @ 1.5) atan2 time() # remark",
          "count_values(\"v\", job:x:rate5m{a=\"\\u00e9\"}) <= 1d2h3m4s5ms");

  private static final List<String> PIECES =
      List.of(
          "(",
          ")",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "@",
          "\"",
          "'",
          "`",
          "\\",
          "-",
          "+",
          "^",
          "*",
          "==",
          "!=",
          "=~",
          " and ",
          " or ",
          " by ",
          " on ",
          " offset ",
          " bool ",
          " group_left ",
          "sum",
          "rate",
          "foo",
          "5m",
          "1",
          "0x",
          "1e",
          ".",
          "inf",
          "nan",
          "start()",
          "\n",
          "#",
          "é",
          "\ud83d",
          "\udc05",
          "\u0000",
          "$",
          " ");

  @Test
  void mutationsNeverFailOtherwiseThanByAParseError() {
    var random = new Random(SEED);
    int parsed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String text = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
      try {
        Expr expr = PromQl.parse(text);
        parsed++;
        assertPrintsStably(text, expr);
      } catch (PromQlParseException e) {
        boolean inside = e.position() >= 0 && e.position() <= text.length();
        assertTrue(inside, () -> e.getMessage() + " in " + text);
      } catch (RuntimeException e) {
        throw new AssertionError("text: " + text, e);
      }
    }
    assertTrue(parsed > ROUNDS / 50, parsed + " texts parsed: the fuzz tests too little");
  }

  private static void assertPrintsStably(String text, Expr expr) {
    String printed = expr.toString();
    try {
      Expr again = PromQl.parse(printed);
      assertEquals(printed, again.toString(), text);
      assertEquals(expr.type(), again.type(), text);
    } catch (PromQlParseException e) {
      throw new AssertionError("text: " + text + "\nprinted: " + printed, e);
    }
  }

  private static String mutated(String seed, Random random) {
    var text = new StringBuilder(seed);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes && !text.isEmpty(); i++) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + 1 + random.nextInt(4));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
        default -> text.insert(at, SEEDS.get(random.nextInt(SEEDS.size())));
      }
    }
    return text.toString();
  }
}

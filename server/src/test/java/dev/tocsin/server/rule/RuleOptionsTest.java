package dev.tocsin.server.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleOptionsTest {
  private final Problems problems = new Problems();

  private List<String> recipients(Map<String, String> environment) {
    var section = ConfigFile.parse("t.yml", "{}", Map.of(), problems);
    return RuleOptions.read(section, environment).defaultRecipients();
  }

  private List<String> told() {
    return problems.list().stream().map(Problem::toString).toList();
  }

  @Test
  void theVariableHoldsAddressesBetweenCommas() {
    var text = " ops@shop.example ,boss+night@mail.shop.example,, o'hara@localhost ,";
    assertEquals(
        List.of("ops@shop.example", "boss+night@mail.shop.example", "o'hara@localhost"),
        recipients(Map.of("ALERT_EMAIL_RECIPIENTS", text)));
    assertEquals(List.of(), told());
  }

  @Test
  void withoutTheVariableNobodyIsNamed() {
    assertEquals(List.of(), recipients(Map.of()));
    assertEquals(List.of(), recipients(Map.of("ALERT_EMAIL_RECIPIENTS", " , ")));
    assertEquals(List.of(), told());
  }

  @Test
  void everyAddressThatIsNoneIsTold() {
    recipients(Map.of("ALERT_EMAIL_RECIPIENTS", "ops, a@b.example, @x.example, a b@c.example"));
    assertEquals(
        List.of(
            "environment: ALERT_EMAIL_RECIPIENTS: \"ops\" is no mail address; write"
                + " name@example.org",
            "environment: ALERT_EMAIL_RECIPIENTS: \"@x.example\" is no mail address; write"
                + " name@example.org",
            "environment: ALERT_EMAIL_RECIPIENTS: \"a b@c.example\" is no mail address; write"
                + " name@example.org"),
        told());
  }

  @Test
  void thereIsALimit() {
    var many =
        IntStream.rangeClosed(1, 51)
            .mapToObj(i -> "a" + i + "@b.example")
            .collect(Collectors.joining(","));
    recipients(Map.of("ALERT_EMAIL_RECIPIENTS", many));
    assertEquals(
        List.of("environment: ALERT_EMAIL_RECIPIENTS: has too many; name at most 50"), told());
  }
}

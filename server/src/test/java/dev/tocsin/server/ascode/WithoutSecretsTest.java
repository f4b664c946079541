package dev.tocsin.server.ascode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WithoutSecretsTest {
  private static Map<String, Object> of(String yaml, Map<String, String> environment) {
    var problems = new Problems();
    var sections = WithoutSecrets.of(ConfigFile.parse("t.yml", yaml, environment, problems));
    problems.throwIfAny();
    return sections;
  }

  @Test
  void onlyWhatIsKnownToBeHarmlessIsShownOfAChannel() {
    var sections =
        of(
            """
            delivery:
              attempts: 4
              channels:
                - {name: ops-slack, type: slack, url: "https://hooks.example/T1/secret1"}
                - name: hook
                  type: webhook
                  url: "https://user:secret2@hook.example/?key=secret3"
                  bearer_token: ${TOKEN}
                  something_new: secret5
                  headers: {X-Key: secret6}
              watch: {dead_mans_switch: {url: "https://hc.example/secret7", every: 1m}}
            """,
            Map.of("TOKEN", "secret4"));
    assertFalse(sections.toString().contains("secret"), sections.toString());
    var delivery = (Map<?, ?>) sections.get("delivery");
    assertEquals("4", delivery.get("attempts"));
    assertEquals(
        List.of(
            Map.of("name", "ops-slack", "type", "slack", "url", "${OPS_SLACK_URL}"),
            Map.of(
                "name",
                "hook",
                "type",
                "webhook",
                "url",
                "${HOOK_URL}",
                "bearer_token",
                "${HOOK_BEARER_TOKEN}",
                "something_new",
                "${HOOK_SOMETHING_NEW}",
                "headers",
                Map.of("X-Key", "${HOOK_HEADERS_X_KEY}"))),
        delivery.get("channels"));
  }

  @Test
  void routesAreShownAsTheyWereWritten() {
    var sections =
        of("routing: {route: {receiver: slack, routes: [{matchers: ['a=\"b\"']}]}}", Map.of());
    assertEquals(
        Map.of(
            "route",
            Map.of("receiver", "slack", "routes", List.of(Map.of("matchers", List.of("a=\"b\""))))),
        sections.get("routing"));
  }
}

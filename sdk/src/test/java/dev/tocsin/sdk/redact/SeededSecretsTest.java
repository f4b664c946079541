package dev.tocsin.sdk.redact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Secrets hidden at random depths, under random spellings of their names or under harmless names
/// in a shape that gives them away, are found; everything else stays.
class SeededSecretsTest {

  private static final int ROUNDS = 600;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> SECRET_NAMES =
      List.of(
          "password",
          "newPassword",
          "PASS_WORD",
          "accessToken",
          "refresh-token",
          "X-CSRF-TOKEN",
          "clientSecret",
          "secret_key",
          "Authorization",
          "Set-Cookie",
          "apiKey",
          "X-API-Key",
          "api key",
          "card.number",
          "cvc",
          "pin",
          "private_key",
          "dbCredentials");
  private static final List<String> NAMES =
      List.of("id", "user", "items", "shipping", "company", "note", "key", "author", "total");

  private final Redactor redactor = Redactor.standard();
  private final Random random = new Random(20_260_301);
  private final List<String> secrets = new ArrayList<>();
  private final List<String> harmless = new ArrayList<>();

  @Test
  void noSecretOutlivesJson() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String body = MAPPER.writeValueAsString(newTree());
      String clean = redactor.json(body);

      MAPPER.readTree(clean);
      assertClean(clean, body);
    }
  }

  @Test
  void noSecretOutlivesABodyThatIsCutOff() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String body = MAPPER.writeValueAsString(newTree());
      String broken = body.substring(0, 1 + random.nextInt(body.length()));

      assertNoSecret(redactor.json(broken), broken);
    }
  }

  @Test
  void noSecretOutlivesArguments() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, Object> tree = newTree();

      assertClean(MAPPER.writeValueAsString(redactor.value(tree)), tree.toString());
    }
  }

  @Test
  void noSecretOutlivesJsonInsideAMessage() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String body = MAPPER.writeValueAsString(newTree());
      String twice = MAPPER.writeValueAsString(Map.of("payload", body));

      assertNoSecret(redactor.text("answer was " + body + " from the carrier"), body);
      assertNoSecret(redactor.json(twice), twice);
      assertNoSecret(redactor.text("answer was " + twice), twice);
    }
  }

  @Test
  void noSecretOutlivesHeadersAndQueryStrings() {
    for (int round = 0; round < ROUNDS; round++) {
      forget();
      Map<String, String> headers = new LinkedHashMap<>();
      StringBuilder query = new StringBuilder("/orders?page=2");
      for (int i = 0; i < 4; i++) {
        String name = pick(SECRET_NAMES);
        headers.put(name, newSecret());
        query.append('&').append(encoded(name)).append('=').append(encoded(newSecret()));
        String shaped = newShapedSecret();
        headers.put("x-note-" + i, "about " + shaped + " here");
        query.append("&note=").append(encoded(shaped));
      }
      String clean = redactor.headers(headers) + redactor.query(query.toString());

      assertNoSecret(clean, headers + " " + query);
      assertTrue(clean.contains("/orders?page=2"), clean);
    }
  }

  @Test
  void jsonWithoutSecretsKeepsItsMeaning() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      forget();
      JsonNode tree = MAPPER.valueToTree(harmlessTree(4));

      assertEquals(tree, MAPPER.readTree(redactor.json(tree.toString())));
    }
  }

  private void assertClean(String clean, String source) {
    assertNoSecret(clean, source);
    for (String value : harmless) {
      assertTrue(
          clean.contains(value), () -> value + " is missing in\n" + clean + "\nof " + source);
    }
  }

  private void assertNoSecret(String clean, String source) {
    for (String secret : secrets) {
      assertFalse(clean.contains(secret), () -> secret + " is in\n" + clean + "\nof " + source);
    }
  }

  private void forget() {
    secrets.clear();
    harmless.clear();
  }

  private Map<String, Object> newTree() {
    forget();
    return tree(random.nextInt(12));
  }

  private Map<String, Object> tree(int depth) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (int i = 0; i < 3; i++) {
      tree.put(pick(NAMES) + i, newHarmless());
    }
    tree.put(pick(SECRET_NAMES), secretValue());
    tree.put("remark", "see " + newShapedSecret() + " there");
    if (depth > 0) {
      Object below = tree(depth - 1);
      tree.put(pick(NAMES), random.nextBoolean() ? below : List.of(1, below));
    }
    return tree;
  }

  private Map<String, Object> harmlessTree(int depth) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(pick(NAMES), newHarmless());
    tree.put("count", random.nextInt(100_000));
    tree.put("price", random.nextInt(100_000) / 100.0);
    if (depth > 0) {
      tree.put("below", List.of(harmlessTree(depth - 1), random.nextBoolean()));
    }
    return tree;
  }

  private Object secretValue() {
    return switch (random.nextInt(4)) {
      case 0 -> List.of(newSecret(), Map.of("any", newSecret()));
      case 1 -> Map.of("value", newSecret(), "id", List.of(newSecret()));
      case 2 -> newSecret() + " \"quoted\\ " + newSecret();
      default -> newSecret();
    };
  }

  private String newShapedSecret() {
    String shaped =
        switch (random.nextInt(5)) {
          case 0 -> "sk_live_" + word(24);
          case 1 -> "Bearer " + word(20) + "." + word(20);
          case 2 -> "eyJ" + word(20) + "." + word(40) + "." + word(20);
          case 3 -> cardNumber();
          default -> "https://user:" + word(12) + "@carrier.example/x";
        };
    secrets.add(shaped.startsWith("Bearer ") ? shaped.substring(7) : shaped);
    return shaped;
  }

  private String newSecret() {
    String secret = word(16);
    secrets.add(secret);
    return secret;
  }

  private String newHarmless() {
    String value = "v" + word(8);
    harmless.add(value);
    return value;
  }

  private String cardNumber() {
    StringBuilder digits = new StringBuilder("4");
    while (digits.length() < 15) {
      digits.append(random.nextInt(10));
    }
    for (int check = 0; check < 10; check++) {
      if (SecretShapes.isCardNumber(digits + "" + check)) {
        return digits + "" + check;
      }
    }
    throw new IllegalStateException("BUG: no check digit for " + digits);
  }

  private String word(int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

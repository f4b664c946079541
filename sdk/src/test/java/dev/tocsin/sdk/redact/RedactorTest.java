package dev.tocsin.sdk.redact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

  private final Redactor redactor = Redactor.standard();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "login password=hunter2 failed | login password=[redacted] failed",
        "PASSWORD: hunter2 | PASSWORD: [redacted]",
        "apiKey => abc, user=7 | apiKey => [redacted], user=7",
        "{\"user\":7,\"client_secret\":\"a b\\\"c\"} |"
            + " {\"user\":7,\"client_secret\":\"[redacted]\"}",
        "got {\\\"token\\\":\\\"abc\\\"} back | got {\\\"token\\\":\\\"[redacted]\\\"} back",
        "Login[password=two words, user=7] | Login[password=[redacted], user=7]",
        "credentials={user=a, key=b} end | credentials=[redacted] end",
        "Cookie: a=b; c=d | Cookie: [redacted]",
        "Authorization: Digest abc def | Authorization: [redacted]",
        "sent with Bearer abc.def-123 | sent with Bearer [redacted]",
        "sent with Basic dXNlcjpwYXNz | sent with Basic [redacted]",
        "the basic rules stay | the basic rules stay",
        "key sk_live_4eC39HqLyjWD here | key [redacted] here",
        "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln end | jwt [redacted] end",
        "redis://admin:pw@cache:6379/0 | redis://[redacted]@cache:6379/0",
        "paid by 4242 4242 4242 4242 | paid by [redacted]",
        "paid by 4242424242424242. | paid by [redacted].",
        "order 4242424242424241 is no card | order 4242424242424241 is no card",
        "at 1732190603000 | at 1732190603000",
        "completion_tokens=512 | completion_tokens=512",
        "password=null mfaToken=false | password=null mfaToken=false",
        "shipping=12 company=x | shipping=12 company=x",
        "pin=1234 | pin=[redacted]"
      })
  void secretsGoOutOfText(String text, String expected) {
    assertEquals(expected, redactor.text(text));
  }

  @Test
  void aPrivateKeyGoesEvenIfItsEndIsMissing() {
    String key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc";

    assertEquals("x [redacted]", redactor.text("x " + key));
    assertEquals("x [redacted] y", redactor.text("x " + key + "\n-----END RSA PRIVATE KEY----- y"));
  }

  @Test
  void aSecretNameTakesAllOfItsValueInJson() {
    assertEquals(
        "{\"a\":[{\"secret\":\"[redacted]\"},{\"tokens\":\"[redacted]\"}],"
            + "\"tokens\":5,\"ok\":1.50}",
        redactor.json(
            "{\"a\":[{\"secret\":{\"x\":\"y\"}},{\"tokens\":[\"t\"]}],\"tokens\":5,\"ok\":1.50}"));
  }

  @Test
  void jsonInAStringOfJsonIsTreatedToo() {
    assertEquals(
        "{\"body\":\"{\\\"password\\\":\\\"[redacted]\\\",\\\"id\\\":7}\"}",
        redactor.json("{\"body\":\"{\\\"password\\\": \\\"x\\\",\\\"id\\\":7}\"}"));
  }

  @Test
  void aBrokenBodyIsShownUpToTheBreak() {
    String clean = redactor.json("{\"id\":7,\"secret\":{\"inner\":\"hunter2");

    assertTrue(clean.startsWith("{\"id\":7"), clean);
    assertTrue(clean.endsWith("[not JSON from here, not shown]"), clean);
    assertFalse(clean.contains("hunter2"), clean);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[", "", "{\"", "[[[[", "{\"a\":", "not json", "nul", "\u0000"})
  void whatIsNoJsonIsNoFailure(String body) {
    assertFalse(redactor.json(body).contains("Exception"));
  }

  @Test
  void headersAreKnownByTheirNamesAndTheirValues() {
    assertEquals(
        Map.of(
            "X-Api-Key", "[redacted]",
            "Set-Cookie", "[redacted]",
            "Accept", "text/html, application/json",
            "Referer", "https://shop/?token=[redacted]"),
        redactor.headers(
            Map.of(
                "X-Api-Key",
                "abc",
                "Set-Cookie",
                List.of("a=b", "c=d"),
                "Accept",
                List.of("text/html", "application/json"),
                "Referer",
                "https://shop/?token=abc")));
  }

  @ParameterizedTest
  @CsvSource({
    "page=2&token=abc, page=2&token=[redacted]",
    "/orders?api%5Fkey=abc&x=1#access_token=z,"
        + " /orders?api%5Fkey=[redacted]&x=1#access_token=[redacted]",
    "card=4242+4242+4242+4242, card=[redacted]",
    "next=%2Flogin%3Fpassword%3Dabc, next=[redacted]",
    "broken=%zz&pwd=%zz, broken=%zz&pwd=[redacted]",
    "filter=%7B%22a%22%3A%201%7D, filter=%7B%22a%22%3A%201%7D"
  })
  void queryStringsAreReadAsTheServerReadsThem(String query, String expected) {
    assertEquals(expected, redactor.query(query));
  }

  @Test
  void argumentsAreCopiedWithoutTheirSecrets() {
    assertEquals(
        Map.of(
            "user", 7, "login", Map.of("password", "[redacted]"), "cards", List.of("[redacted]")),
        redactor.value(
            Map.of(
                "user",
                7,
                "login",
                Map.of("password", "x"),
                "cards",
                List.of(4242_4242_4242_4242L))));
    assertEquals(
        Arrays.asList("a", null), redactor.value(new Object[] {"a", null}), "lists may hold null");
  }

  @Test
  void aMessageHidesArgumentsThatANameAnnounces() {
    assertEquals(
        "token [redacted] of 7: '[redacted]' {password=[redacted]}",
        redactor.message(
            "token {} of {}: '{}' {}",
            new Object[] {"a", 7, "sk_live_abcd1", Map.of("password", 1)}));
    assertEquals("tokens 12", redactor.message("tokens 12", null));
  }

  @Test
  void aValueThatCannotBePrintedIsNoFailure() {
    List<Object> itself = new java.util.ArrayList<>();
    itself.add(itself);
    itself.add(itself);
    Object broken =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("broken");
          }
        };

    assertEquals("[not shown: IllegalStateException]", redactor.value(broken));
    assertEquals(
        "x [not shown: IllegalStateException]", redactor.message("x {}", new Object[] {broken}));
    assertTrue(String.valueOf(redactor.value(itself)).length() < 100_000);
  }

  @Test
  void resultsHaveALimitAndASecretOnTheEdgeIsNotCutInTwo() {
    Redactor small = redactor.withMaxLength(20);
    String text = "x".repeat(15) + " sk_live_4eC39HqLyjWD " + "y".repeat(5000);
    String clean = small.text(text);

    assertEquals("x".repeat(15) + " [red [cut, had 5037 characters]", clean);
    String array = "[\"" + "a".repeat(90) + "\"" + ",\"b\"".repeat(5000) + "]";
    assertTrue(redactor.withMaxLength(100).json(array).length() < 1200);
  }

  @Test
  void furtherNamesAndShapesCanBeAdded() {
    Redactor own =
        redactor
            .withKeys(List.of("tax-number"))
            .withPatterns(List.of(Pattern.compile("CUST-[0-9]+")));

    assertEquals("customerTaxNumber=[redacted] [redacted]", own.text("customerTaxNumber=1 CUST-7"));
    assertEquals("{\"TAX_NUMBER\":\"[redacted]\"}", own.json("{\"TAX_NUMBER\":1}"));
    assertThrows(IllegalArgumentException.class, () -> redactor.withKeys(List.of("a.*")));
  }
}

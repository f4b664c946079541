package dev.tocsin.sdk.redact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretHintsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2ln",
        "sk_live_4eC39HqLyjWD",
        "rk_test_4eC39HqLyjWD",
        "pk_live_4eC39HqLyjWD",
        "whsec_4eC39HqLyjWD",
        "sk-proj-4eC39HqLyjWDarjtT1zdp7dc",
        "ghp_4eC39HqLyjWDarjtT1zd",
        "github_pat_4eC39HqLyjWDarjtT1zd",
        "glpat-4eC39HqLyjWDarjtT1zd",
        "xoxb-4eC39HqLyjWD",
        "AKIAIOSFODNN7EXAMPLE",
        "ASIAIOSFODNN7EXAMPLE",
        "AIzaSyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe",
        "SG.4eC39HqLyjWD.arjtT1zdp7dc",
        "Bearer 4eC39HqLyjWD",
        "BASIC dXNlcjpwYXNzd29yZA==",
        "postgres://shop:hunter2@db/shop",
        "-----BEGIN PRIVATE KEY-----\nMIIE",
        "4242 4242 4242 4242",
        "4242424242424242"
      })
  void whateverAPatternTakesIsHintedAt(String secret) {
    SecretShapes shapes = new SecretShapes(List.of());
    for (String text : List.of(secret, "x " + secret + " y", "\"" + secret + "\"")) {
      assertTrue(shapes.redact(text).contains(Redactor.REDACTED), text);
      assertTrue(SecretHints.areIn(text), text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /products/{id} 200",
        "9ff40ecd-7300-4e95-b324-aedb4c456ffb",
        "https://shop.example/products/7?page=2",
        "Registered for payment events"
      })
  void ordinaryTextIsLeftAlone(String text) {
    assertFalse(SecretHints.areIn(text), text);
    assertEquals(text, Redactor.standard().text(text));
  }
}

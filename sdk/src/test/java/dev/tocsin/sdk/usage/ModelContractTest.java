package dev.tocsin.sdk.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelContractTest {

  static final LocalDate TODAY = LocalDate.parse("2026-03-01");

  static final String PRICES =
      """
      {"currency": "USD", "families": [
        {"provider": "openai", "family": "gpt-4o", "prices": [
          {"validFrom": "2024-05-13", "inputPerMillion": 5, "outputPerMillion": 15},
          {"validFrom": "2026-02-01", "inputPerMillion": 2.5, "outputPerMillion": 10}]},
        {"provider": "openai", "family": "gpt-free", "prices": [
          {"validFrom": "2025-01-01", "inputPerMillion": 0, "outputPerMillion": 0}]},
        {"provider": "anthropic", "family": "claude-haiku", "prices": [
          {"validFrom": "2026-04-01", "inputPerMillion": 0.0375, "outputPerMillion": 4}]}]}
      """;

  private static ModelContract read(String allowed) {
    return ModelContract.read(PRICES, allowed, Deployment.LOCAL, TODAY);
  }

  private static List<String> problems(String prices, String allowed, Deployment deployment) {
    return assertThrows(
            LlmConfigurationException.class,
            () -> ModelContract.read(prices, allowed, deployment, TODAY))
        .problems();
  }

  @Test
  void aFamilyCoversItsDatedVersionsAndNotItsRelatives() {
    ModelContract contract =
        read(
            """
            ["openai/gpt-4o", "openai/gpt-4o-2024-08-06", "openai/gpt-4o-latest",
             "openai/gpt-4o-mini", "azure/gpt-4o"]
            """);
    assertEquals(
        List.of(ModelId.parse("openai/gpt-4o-mini"), ModelId.parse("azure/gpt-4o")),
        contract.withoutPrice(TODAY));
  }

  @Test
  void thePriceOfTheDayCounts() {
    ModelContract contract = read("[\"openai/gpt-4o\"]");
    ModelId model = ModelId.parse("openai/gpt-4o");
    TokenUsage million = TokenUsage.reported(1_000_000, 1_000_000);
    TokenPrice before = contract.priceOf(model, TODAY.minusDays(29).toEpochDay());
    TokenPrice since = contract.priceOf(model, TODAY.minusDays(28).toEpochDay());
    assertNotNull(before);
    assertNotNull(since);
    assertEquals(new Cost(5_000_000_000L, 15_000_000_000L), before.costOf(million));
    assertEquals(new Cost(2_500_000_000L, 10_000_000_000L), since.costOf(million));
    assertNull(contract.priceOf(model, LocalDate.parse("2024-05-12").toEpochDay()));
  }

  @Test
  void costIsExactUpToTheLimits() {
    TokenPrice price = new TokenPrice(TODAY, 37_500_001L, 100_000_000_000_000L);
    assertEquals(new Cost(38, 100_000_000L), price.costOf(1, 1));
    assertEquals(new Cost(112_500_003L / 1, 0), price.costOf(3_000_000, 0));
    assertEquals(
        new Cost(3_750_000_100L, 10_000_000_000_000_000L),
        price.costOf(TokenUsage.MAX_TOKENS, TokenUsage.MAX_TOKENS));
  }

  @Test
  void allProblemsAreReportedTogetherWithTheirPlaces() {
    String prices =
        """
        {"currency": "DOLLAR", "extra": 1, "families": [
          {"provider": "openai", "family": "gpt-4o", "prices": [
            {"validFrom": "soon", "inputPerMillion": -1, "outputPerMillion": "ten"}]},
          {"provider": "openai", "family": "gpt-4o", "prices": []},
          {"provider": "OpenAI", "family": "", "prices": []},
          {"provider": "openai", "family": "o1", "prices": []}]}
        """;
    List<String> found = problems(prices, "[\"gpt-4o\", 7]", Deployment.LOCAL);
    List<String> places = new ArrayList<>();
    for (String problem : found) {
      places.add(problem.substring(0, problem.indexOf(' ', problem.indexOf(": ") + 2)));
    }
    String matrix = "LLM_MODEL_PRICING_MATRIX_JSON: ";
    assertTrue(found.get(0).contains("unknown field 'extra'"), found.get(0));
    assertEquals(
        List.of(
            matrix + "currency",
            matrix + "families[0].prices[0].validFrom",
            matrix + "families[0].prices[0].inputPerMillion",
            matrix + "families[0].prices[0].outputPerMillion",
            matrix + "families[1]",
            matrix + "families[2]",
            matrix + "families[3].prices",
            "LLM_ALLOWED_MODELS_JSON: [0]",
            "LLM_ALLOWED_MODELS_JSON: [1]"),
        places.subList(1, places.size()));
  }

  @Test
  void textThatIsNotJsonIsToldWithItsPlaceAndNotQuoted() {
    List<String> found = problems("{\"currency\": s3cret}", "nope", Deployment.LOCAL);
    assertEquals(2, found.size());
    assertTrue(found.get(0).contains("is not JSON (line 1, column "), found.get(0));
    assertTrue(!found.get(0).contains("s3cret"), found.get(0));
  }

  @Test
  void aDeployedStartNamesEveryAllowedModelWithoutAPriceOfToday() {
    String allowed = "[\"openai/gpt-4o\", \"openai/gpt-5\", \"anthropic/claude-haiku\"]";
    List<String> found = problems(PRICES, allowed, Deployment.DEPLOYED);
    assertEquals(2, found.size());
    assertTrue(found.get(0).contains("openai/gpt-5 is allowed but has no price on 2026-03-01"));
    assertTrue(found.get(1).contains("anthropic/claude-haiku is allowed"), found.get(1));
    assertEquals(2, read(allowed).withoutPrice(TODAY).size());
  }

  @Test
  void modelsMayBeWrittenAsObjects() {
    assertEquals(
        Set.of(ModelId.parse("openai/gpt-4o")),
        read("[{\"provider\": \"openai\", \"model\": \"gpt-4o\"}]").allowed());
  }
}

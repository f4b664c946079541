package dev.tocsin.sdk.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads `LLM_MODEL_PRICING_MATRIX_JSON`.
final class PricingMatrix {

  static final String KEY = "LLM_MODEL_PRICING_MATRIX_JSON";
  private static final BigDecimal MAX_PRICE = BigDecimal.valueOf(100_000);
  private static final Set<String> TOP = Set.of("currency", "families");
  private static final Set<String> FAMILY = Set.of("provider", "family", "prices");
  private static final Set<String> PRICE =
      Set.of("validFrom", "inputPerMillion", "outputPerMillion");

  private final JsonProblems problems = new JsonProblems(KEY);
  private final Set<ModelId> seen = new HashSet<>();

  /// The prices that could be read; complete only when [#problems()] is empty.
  PriceList read(String text) {
    JsonNode root = problems.read(text);
    if (root.isMissingNode()) {
      return new PriceList("USD", List.of());
    }
    if (!root.isObject()) {
      problems.add("", "must be an object with 'currency' and 'families'");
      return new PriceList("USD", List.of());
    }
    rejectUnknown(root, "", TOP);
    return new PriceList(currency(root.path("currency")), families(root.path("families")));
  }

  List<String> problems() {
    return problems.found();
  }

  private String currency(JsonNode node) {
    String code = node.asText("");
    try {
      return Currency.getInstance(code).getCurrencyCode();
    } catch (IllegalArgumentException e) {
      problems.add("currency", "must be a code of ISO 4217, such as \"USD\"");
      return "USD";
    }
  }

  private List<PriceList.Family> families(JsonNode node) {
    if (!node.isArray() || node.isEmpty() || node.size() > JsonProblems.MAX_ENTRIES) {
      problems.add("families", "must be a list of 1 to " + JsonProblems.MAX_ENTRIES + " families");
      return List.of();
    }
    List<PriceList.Family> families = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      PriceList.Family family = family(node.get(i), "families[" + i + "]");
      if (family != null) {
        families.add(family);
      }
    }
    return families;
  }

  private PriceList.@Nullable Family family(JsonNode node, String path) {
    if (!node.isObject()) {
      problems.add(path, "must be an object with 'provider', 'family' and 'prices'");
      return null;
    }
    rejectUnknown(node, path, FAMILY);
    ModelId name = new ModelId(node.path("provider").asText(""), node.path("family").asText(""));
    if (!name.isWellFormed()) {
      problems.add(
          path, "needs 'provider' in lower case and 'family', such as \"openai\" and \"gpt-4o\"");
      return null;
    }
    if (!seen.add(name)) {
      problems.add(path, "is the second entry for " + name + "; put its prices into one");
      return null;
    }
    return new PriceList.Family(name, prices(node.path("prices"), path + ".prices"));
  }

  private List<TokenPrice> prices(JsonNode node, String path) {
    if (!node.isArray() || node.isEmpty() || node.size() > JsonProblems.MAX_ENTRIES) {
      problems.add(path, "must be a list with at least one dated price");
      return List.of();
    }
    List<TokenPrice> prices = new ArrayList<>();
    Set<LocalDate> days = new HashSet<>();
    for (int i = 0; i < node.size(); i++) {
      String place = path + "[" + i + "]";
      TokenPrice price = price(node.get(i), place);
      if (!days.add(price.validFrom())) {
        problems.add(place + ".validFrom", "is the second price from that day; keep one");
      }
      prices.add(price);
    }
    return prices;
  }

  private TokenPrice price(JsonNode node, String path) {
    rejectUnknown(node, path, PRICE);
    return new TokenPrice(
        day(node.path("validFrom"), path + ".validFrom"),
        nanos(node.path("inputPerMillion"), path + ".inputPerMillion"),
        nanos(node.path("outputPerMillion"), path + ".outputPerMillion"));
  }

  private LocalDate day(JsonNode node, String path) {
    try {
      return LocalDate.parse(node.asText(""));
    } catch (DateTimeParseException e) {
      problems.add(path, "must be a day, such as \"2026-01-31\"");
      return LocalDate.MIN;
    }
  }

  private long nanos(JsonNode node, String path) {
    if (!node.isNumber()) {
      problems.add(path, "must be a number: the price of a million tokens in the currency");
      return 0;
    }
    BigDecimal price = node.decimalValue();
    if (price.signum() < 0 || price.compareTo(MAX_PRICE) > 0) {
      problems.add(path, "must be from 0 to " + MAX_PRICE);
      return 0;
    }
    return Cost.nanosOf(price);
  }

  private void rejectUnknown(JsonNode node, String path, Set<String> known) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                String short40 = name.substring(0, Math.min(name.length(), 40));
                problems.add(
                    path,
                    "has the unknown field '" + short40 + "'; known are " + new TreeSet<>(known));
              }
            });
  }
}

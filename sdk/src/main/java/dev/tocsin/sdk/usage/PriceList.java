package dev.tocsin.sdk.usage;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Prices by model family.
///
/// A family covers the model of its own name and its dated versions (`gpt-4o` covers
/// `gpt-4o-2024-08-06` and `gpt-4o-latest`), but not its relatives: `gpt-4o-mini` is another price,
/// and taking the nearest name for it would book the wrong one in silence.
record PriceList(String currency, List<Family> families) {

  private static final Pattern VERSION =
      Pattern.compile("[-@:](latest|preview|\\d{3,8}|\\d{4}-\\d{2}-\\d{2}|\\d{8}-v\\d+:\\d+)");

  PriceList {
    families = List.copyOf(families);
  }

  /// All prices of the model, the newest first; empty when no family covers it.
  List<TokenPrice> pricesOf(ModelId model) {
    Optional<Family> exact =
        families.stream().filter(family -> family.name().equals(model)).findFirst();
    return exact
        .or(() -> families.stream().filter(family -> family.coversVersion(model)).findFirst())
        .map(Family::prices)
        .orElse(List.of());
  }

  record Family(ModelId name, List<TokenPrice> prices) {

    Family {
      prices =
          prices.stream().sorted(Comparator.comparing(TokenPrice::validFrom).reversed()).toList();
    }

    boolean coversVersion(ModelId model) {
      String family = name.model();
      return model.provider().equals(name.provider())
          && model.model().startsWith(family)
          && VERSION.matcher(model.model().substring(family.length())).matches();
    }

    boolean hasPriceFrom(LocalDate day) {
      return prices.stream().anyMatch(price -> price.validFrom().equals(day));
    }
  }
}

package dev.tocsin.marketplace.traffic;

import dev.tocsin.marketplace.traffic.VisitPlan.Ending;
import dev.tocsin.marketplace.traffic.VisitPlan.Identity;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Draws visitors. Of a hundred, about a quarter leave from the home page, half look around, forty
/// fill a cart and just under thirty pay.
final class VisitPlanner {
  private static final double LEAVES_AT_ONCE = 0.22;
  private static final double SEARCHES = 0.35;
  private static final double FILLS_CART = 0.56;
  private static final double CHANGES_QUANTITY = 0.12;
  private static final double REACHES_CHECKOUT = 0.80;
  private static final double PAYS = 0.86;
  private static final double DECLINED = 0.04;
  private static final double REGISTERS = 0.04;
  private static final double RETURNS = 0.10;
  private static final int MOST_VIEWS = 5;
  private static final int MOST_PRODUCTS = 3;
  private static final List<String> WORDS =
      List.of(
          "font",
          "piano",
          "course",
          "serif",
          "jazz",
          "pattern",
          "knitting",
          "postgres",
          "html",
          "template",
          "recipe",
          "songs",
          "studio",
          "boat",
          "paper",
          "unicorn saddle");

  private final RandomGenerator random;

  VisitPlanner(RandomGenerator random) {
    this.random = random;
  }

  VisitPlan next() {
    if (chance(LEAVES_AT_ONCE)) {
      return new VisitPlan(List.of(), "", Identity.GUEST, List.of(), false, Ending.LEAVES_CART, "");
    }
    var searchWords = chance(SEARCHES) ? WORDS.get(random.nextInt(WORDS.size())) : "";
    var views = positions(1 + random.nextInt(MOST_VIEWS));
    var fills = chance(FILLS_CART);
    var products = fills ? 1 + (int) (MOST_PRODUCTS * Math.pow(random.nextDouble(), 3)) : 0;
    return new VisitPlan(
        views,
        searchWords,
        identity(),
        positions(products),
        chance(CHANGES_QUANTITY),
        ending(),
        chance(DECLINED) ? "pm_card_chargeDeclined" : "pm_card_visa");
  }

  private Identity identity() {
    var draw = random.nextDouble();
    if (draw < REGISTERS) {
      return Identity.REGISTERS;
    }
    return draw < REGISTERS + RETURNS ? Identity.RETURNS : Identity.GUEST;
  }

  private Ending ending() {
    if (!chance(REACHES_CHECKOUT)) {
      return Ending.LEAVES_CART;
    }
    return chance(PAYS) ? Ending.PAYS : Ending.LEAVES_CHECKOUT;
  }

  /// Squared draws: products at the front of the catalogue are looked at more often.
  private List<Integer> positions(int count) {
    return IntStream.range(0, count)
        .mapToObj(_ -> (int) (1000 * Math.pow(random.nextDouble(), 2)))
        .distinct()
        .toList();
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }
}

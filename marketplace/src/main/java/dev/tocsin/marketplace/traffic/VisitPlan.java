package dev.tocsin.marketplace.traffic;

import java.util.List;

/// What a visitor is going to do, drawn before the visit.
///
/// @param views positions in the catalogue of the products to look at
/// @param searchWords empty when the visitor does not search
/// @param basket positions of the products to put into the cart, empty for those who only look
record VisitPlan(
    List<Integer> views,
    String searchWords,
    Identity identity,
    List<Integer> basket,
    boolean changesQuantity,
    Ending ending,
    String card) {
  enum Identity {
    GUEST,
    REGISTERS,
    RETURNS
  }

  /// How far a visitor goes who has something in the cart.
  enum Ending {
    LEAVES_CART,
    LEAVES_CHECKOUT,
    PAYS
  }

  VisitPlan {
    views = List.copyOf(views);
    basket = List.copyOf(basket);
  }
}

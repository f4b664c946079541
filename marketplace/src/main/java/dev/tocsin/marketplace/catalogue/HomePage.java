package dev.tocsin.marketplace.catalogue;

import java.util.List;

/// What the home page shows; the chosen type is empty when all products are shown.
public record HomePage(
    List<String> types, String chosenType, List<Product> popular, List<Product> products) {
  public HomePage {
    types = List.copyOf(types);
    popular = List.copyOf(popular);
    products = List.copyOf(products);
  }
}

package dev.tocsin.marketplace.catalogue;

import java.util.List;

/// What a product page shows.
public record ProductPage(Product product, List<Product> related) {
  public ProductPage {
    related = List.copyOf(related);
  }
}

package dev.tocsin.marketplace.search;

import dev.tocsin.marketplace.catalogue.Product;
import java.util.List;

/// What was looked for and what was found.
public record SearchPage(String text, List<Product> found) {
  public SearchPage {
    found = List.copyOf(found);
  }
}

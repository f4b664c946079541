package dev.tocsin.marketplace.catalogue;

import dev.tocsin.marketplace.web.ProblemException;
import dev.tocsin.sdk.metrics.ApplicationMetrics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// The products on offer.
@Component
public class Catalogue {
  private static final Set<String> SOURCES = Set.of("home", "search", "cart", "api", "direct");

  private final ProductTable table;
  private final ApplicationMetrics metrics;

  Catalogue(ProductTable table, ApplicationMetrics metrics) {
    this.table = table;
    this.metrics = metrics;
  }

  public List<Product> all() {
    return table.all();
  }

  public Optional<Product> byId(String id) {
    return table.byId(id);
  }

  public List<Product> matching(List<String> words, int limit) {
    return table.matching(words, limit);
  }

  Product bySlug(String slug) {
    return table
        .bySlug(slug)
        .orElseThrow(() -> ProblemException.notFound("There is no product at this address."));
  }

  /// Counts a look at a product page. An unknown source counts as `direct`, which bounds the label.
  Product view(String slug, String source) {
    var product = bySlug(slug);
    table.countView(product.id());
    metrics.recordProductView(product.type(), SOURCES.contains(source) ? source : "direct");
    return product;
  }
}

package dev.tocsin.marketplace.catalogue;

import dev.tocsin.marketplace.web.Envelope;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Products as JSON.
@RestController
@RequestMapping("/api/v2/products")
class ProductApi {
  private final Catalogue catalogue;

  ProductApi(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /// A product on the wire.
  record Entry(
      String id,
      String slug,
      String title,
      String creator,
      String type,
      long priceMinor,
      String currency,
      String summary,
      boolean available) {
    static Entry of(Product product) {
      return new Entry(
          product.id(),
          product.slug(),
          product.title(),
          product.creator(),
          product.type(),
          product.price().amountMinor(),
          product.price().currency(),
          product.summary(),
          product.available());
    }
  }

  @GetMapping
  Envelope list() {
    return Envelope.success("Products", catalogue.all().stream().map(Entry::of).toList());
  }

  @GetMapping("/{slug}")
  Envelope one(@PathVariable String slug) {
    return Envelope.success("Product", Entry.of(catalogue.view(slug, "api")));
  }
}

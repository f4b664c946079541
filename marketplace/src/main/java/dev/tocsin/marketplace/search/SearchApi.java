package dev.tocsin.marketplace.search;

import dev.tocsin.marketplace.catalogue.Product;
import dev.tocsin.marketplace.web.Envelope;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Search as JSON.
@RestController
class SearchApi {
  private final Search search;

  SearchApi(Search search) {
    this.search = search;
  }

  record Hit(String id, String slug, String title) {
    static Hit of(Product product) {
      return new Hit(product.id(), product.slug(), product.title());
    }
  }

  @GetMapping("/api/v2/search")
  Envelope search(@RequestParam String q) {
    return Envelope.success("Products found", search.find(q).stream().map(Hit::of).toList());
  }
}

package dev.tocsin.marketplace.catalogue;

import dev.tocsin.marketplace.account.Visitor;
import dev.tocsin.marketplace.web.Pages;
import java.util.Comparator;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// Home and product pages.
@Controller
class CataloguePages {
  private static final int FEATURED = 4;
  private static final int RELATED = 4;

  private final Catalogue catalogue;
  private final Pages pages;

  CataloguePages(Catalogue catalogue, Pages pages) {
    this.catalogue = catalogue;
    this.pages = pages;
  }

  @GetMapping("/")
  ResponseEntity<String> home(@RequestParam(defaultValue = "") String type, Visitor visitor) {
    var all = catalogue.all();
    var types = all.stream().map(Product::type).distinct().sorted().toList();
    var shown = all.stream().filter(it -> type.isEmpty() || it.type().equals(type)).toList();
    var popular =
        all.stream()
            .sorted(Comparator.comparingLong(Product::views).reversed())
            .limit(FEATURED)
            .toList();
    var view = new HomePage(types, type, type.isEmpty() ? popular : List.of(), shown);
    return pages.show("home", visitor.frame("Home"), view);
  }

  @GetMapping("/products/{slug}")
  ResponseEntity<String> product(
      @PathVariable String slug,
      @RequestParam(defaultValue = "direct") String from,
      Visitor visitor) {
    var product = catalogue.view(slug, from);
    var related =
        catalogue.all().stream()
            .filter(it -> it.type().equals(product.type()) && !it.id().equals(product.id()))
            .limit(RELATED)
            .toList();
    return pages.show("product", visitor.frame(product.title()), new ProductPage(product, related));
  }
}

package dev.tocsin.marketplace.search;

import dev.tocsin.marketplace.account.Visitor;
import dev.tocsin.marketplace.web.Pages;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The search page.
@Controller
class SearchPages {
  private final Search search;
  private final Pages pages;

  SearchPages(Search search, Pages pages) {
    this.search = search;
    this.pages = pages;
  }

  @GetMapping("/search")
  ResponseEntity<String> search(@RequestParam(defaultValue = "") String q, Visitor visitor) {
    return pages.show("search", visitor.frame("Search"), new SearchPage(q, search.find(q)));
  }
}

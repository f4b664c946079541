package dev.tocsin.marketplace.catalogue;

import dev.tocsin.marketplace.money.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/// Fills an empty catalogue from `catalogue.tsv`: one product a line, fields separated by tabs.
@Component
class SeedCatalogue implements ApplicationRunner {
  private static final String FILE = "catalogue.tsv";
  private static final int FIELDS = 6;

  private final ProductTable table;

  SeedCatalogue(ProductTable table) {
    this.table = table;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    if (table.isEmpty()) {
      seeds().forEach(table::insert);
    }
  }

  static List<Product> seeds() {
    try {
      var text = new ClassPathResource(FILE).getContentAsString(StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.isBlank()).map(SeedCatalogue::product).toList();
    } catch (IOException exception) {
      throw new UncheckedIOException(FILE + " is missing on the class path", exception);
    }
  }

  private static Product product(String line) {
    var fields = line.split("\t", -1);
    if (fields.length != FIELDS) {
      throw new IllegalStateException("BUG: " + FILE + " needs " + FIELDS + " fields: " + line);
    }
    var title = fields[1];
    var slug = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "");
    return new Product(
        "prd_" + slug,
        slug,
        title,
        fields[2],
        fields[0],
        new Money(Long.parseLong(fields[3]), "eur"),
        fields[4],
        fields[5],
        true,
        0);
  }
}

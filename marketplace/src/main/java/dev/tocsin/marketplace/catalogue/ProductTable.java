package dev.tocsin.marketplace.catalogue;

import dev.tocsin.marketplace.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The table `products`.
@Component
class ProductTable {
  private static final String COLUMNS =
      """
      select id, slug, title, creator, product_type, price_minor, currency, summary, description,
             available, view_count
      from products
      """;

  private final JdbcClient jdbc;

  ProductTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Product> all() {
    return jdbc.sql(COLUMNS + " order by title").query((row, _) -> product(row)).list();
  }

  Optional<Product> bySlug(String slug) {
    return jdbc.sql(COLUMNS + " where slug = :slug")
        .param("slug", slug)
        .query((row, _) -> product(row))
        .optional();
  }

  Optional<Product> byId(String id) {
    return jdbc.sql(COLUMNS + " where id = :id")
        .param("id", id)
        .query((row, _) -> product(row))
        .optional();
  }

  /// Matches each word anywhere in the texts; the words must be lower case and without wildcards.
  List<Product> matching(List<String> words, int limit) {
    var text = new StringBuilder(COLUMNS).append(" where available");
    for (int index = 0; index < words.size(); index++) {
      text.append(" and lower(title || ' ' || creator || ' ' || product_type || ' ' || summary)")
          .append(" like :word")
          .append(index);
    }
    var statement =
        jdbc.sql(text + " order by view_count desc, title fetch first :limit rows only");
    for (int index = 0; index < words.size(); index++) {
      statement = statement.param("word" + index, "%" + words.get(index) + "%");
    }
    return statement.param("limit", limit).query((row, _) -> product(row)).list();
  }

  void countView(String id) {
    jdbc.sql("update products set view_count = view_count + 1 where id = :id")
        .param("id", id)
        .update();
  }

  boolean isEmpty() {
    return jdbc.sql("select count(*) from products").query(Long.class).single() == 0;
  }

  void insert(Product product) {
    jdbc.sql(
            """
            insert into products (id, slug, title, creator, product_type, price_minor, currency,
                                  summary, description, available, view_count)
            values (:id, :slug, :title, :creator, :type, :price, :currency,
                    :summary, :description, :available, 0)
            on conflict do nothing
            """)
        .param("id", product.id())
        .param("slug", product.slug())
        .param("title", product.title())
        .param("creator", product.creator())
        .param("type", product.type())
        .param("price", product.price().amountMinor())
        .param("currency", product.price().currency())
        .param("summary", product.summary())
        .param("description", product.description())
        .param("available", product.available())
        .update();
  }

  private static Product product(ResultSet row) throws SQLException {
    return new Product(
        row.getString("id"),
        row.getString("slug"),
        row.getString("title"),
        row.getString("creator"),
        row.getString("product_type"),
        new Money(row.getLong("price_minor"), row.getString("currency")),
        row.getString("summary"),
        row.getString("description"),
        row.getBoolean("available"),
        row.getLong("view_count"));
  }
}

package dev.tocsin.server.pack;

import dev.tocsin.server.database.JsonColumns;
import dev.tocsin.server.pack.RuleImport.Content;
import dev.tocsin.server.pack.RuleImport.Origin;
import dev.tocsin.server.pack.RuleImport.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The table `rule_imports`.
final class RuleImportTable {
  private final Handle handle;

  RuleImportTable(Handle handle) {
    this.handle = handle;
  }

  Optional<RuleImport> current(String name) {
    return handle
        .createQuery("SELECT * FROM rule_imports WHERE name = :name AND is_current = 1")
        .bind("name", name)
        .map((row, _) -> read(row))
        .findOne();
  }

  /// Those with a rule file, by name.
  List<RuleImport> inForce() {
    return handle
        .createQuery("SELECT * FROM rule_imports WHERE is_current = 1 AND text <> '' ORDER BY name")
        .map((row, _) -> read(row))
        .list();
  }

  /// The newest first.
  List<RuleImport> history(int limit) {
    return handle
        .createQuery("SELECT * FROM rule_imports ORDER BY imported_at DESC, id DESC LIMIT :limit")
        .bind("limit", limit)
        .map((row, _) -> read(row))
        .list();
  }

  /// Takes the place of the current one of its name. If another server was faster, its word stands.
  void add(String id, RuleImport rules) {
    handle.execute("UPDATE rule_imports SET is_current = 0 WHERE name = ?", rules.name());
    handle
        .createUpdate(
            """
            INSERT INTO rule_imports (id, name, version, step, rules, changes, text, imported_by,
              imported_at, is_current)
            VALUES (:id, :name, :version, :step, :rules, :changes, :text, :by, :at, 1)
            ON CONFLICT DO NOTHING
            """)
        .bind("id", id)
        .bind("name", rules.name())
        .bind("version", rules.version())
        .bind("step", rules.step().text())
        .bind("rules", JsonColumns.write(rules.content().rules()))
        .bind("changes", JsonColumns.write(rules.content().changes()))
        .bind("text", rules.content().text())
        .bind("by", rules.origin().by())
        .bind("at", rules.origin().atMillis())
        .execute();
  }

  private static RuleImport read(ResultSet row) throws SQLException {
    return new RuleImport(
        row.getString("name"),
        row.getString("version"),
        Step.valueOf(row.getString("step").toUpperCase(Locale.ROOT)),
        new Content(
            JsonColumns.labels(row.getString("rules")),
            JsonColumns.texts(row.getString("changes")),
            row.getString("text")),
        new Origin(row.getString("imported_by"), row.getLong("imported_at")),
        row.getInt("is_current") == 1);
  }
}

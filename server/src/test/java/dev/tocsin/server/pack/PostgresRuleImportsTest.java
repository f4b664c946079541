package dev.tocsin.server.pack;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import java.nio.file.Path;

class PostgresRuleImportsTest extends RuleImportsContract {
  @Override
  Database open(Path folder) {
    return TestDatabases.postgres();
  }
}

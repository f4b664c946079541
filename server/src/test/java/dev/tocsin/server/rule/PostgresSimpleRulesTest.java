package dev.tocsin.server.rule;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import java.nio.file.Path;

class PostgresSimpleRulesTest extends SimpleRulesContract {
  @Override
  Database open(Path folder) {
    return TestDatabases.postgres();
  }
}

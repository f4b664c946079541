package dev.tocsin.server.rule;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import java.nio.file.Path;

class PostgresRuleEngineTest extends RuleEngineContract {
  @Override
  Database open(Path folder) {
    return TestDatabases.postgres();
  }
}

package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;

class DeadLetterPostgresTest extends DeadLetterContract {
  @Override
  Database database() {
    return TestDatabases.postgres();
  }
}

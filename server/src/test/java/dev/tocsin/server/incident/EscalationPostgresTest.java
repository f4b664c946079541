package dev.tocsin.server.incident;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;

class EscalationPostgresTest extends EscalationContract {
  @Override
  Database database() {
    return TestDatabases.postgres();
  }
}

package dev.tocsin.server.event;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;

class EventPostgresTest extends EventContract {
  @Override
  Database database() {
    return TestDatabases.postgres();
  }
}

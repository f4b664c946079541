package dev.tocsin.server.silence;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;

class ReceivedAlertPostgresTest extends ReceivedAlertContract {
  @Override
  Database database() {
    return TestDatabases.postgres();
  }
}

package dev.tocsin.server.alert;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import java.nio.file.Path;

class PostgresPrecisionLedgerTest extends PrecisionLedgerContract {
  @Override
  Database open(Path folder) {
    return TestDatabases.postgres();
  }
}

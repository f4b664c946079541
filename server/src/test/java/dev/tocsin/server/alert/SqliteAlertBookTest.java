package dev.tocsin.server.alert;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import java.nio.file.Path;

class SqliteAlertBookTest extends AlertBookContract {
  @Override
  Database open(Path folder) {
    return TestDatabases.sqlite(folder);
  }
}

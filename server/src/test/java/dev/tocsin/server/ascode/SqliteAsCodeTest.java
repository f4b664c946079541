package dev.tocsin.server.ascode;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import java.nio.file.Path;

class SqliteAsCodeTest extends AsCodeContract {
  @Override
  Database open(Path folder) {
    return TestDatabases.sqlite(folder);
  }
}

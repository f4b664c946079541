package dev.tocsin.server.probe;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class ServiceStatusesTest {
  @Nested
  class OnSqlite extends ServiceStatusesContract {
    @TempDir Path folder;

    @Override
    Database open() {
      return TestDatabases.sqlite(folder);
    }
  }

  @Nested
  class OnPostgres extends ServiceStatusesContract {
    @Override
    Database open() {
      return TestDatabases.postgres();
    }
  }
}

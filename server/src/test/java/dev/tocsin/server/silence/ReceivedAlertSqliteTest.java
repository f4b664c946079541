package dev.tocsin.server.silence;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ReceivedAlertSqliteTest extends ReceivedAlertContract {
  @TempDir private Path folder;

  @Override
  Database database() {
    return TestDatabases.sqlite(folder);
  }
}

package dev.tocsin.server.incident;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EscalationSqliteTest extends EscalationContract {
  @TempDir private Path folder;

  @Override
  Database database() {
    return TestDatabases.sqlite(folder);
  }
}

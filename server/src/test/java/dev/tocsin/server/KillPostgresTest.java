package dev.tocsin.server;

import dev.tocsin.server.database.TestDatabases;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillPostgresTest {
  @TempDir private Path folder;

  @Test
  void twoReplicasThatAreKilledAgainAndAgainLoseNoAlertAndDoubleNoneByKey() throws Exception {
    try (var bed = new KillBed(folder, 2, TestDatabases.postgresOptions())) {
      bed.run();
    }
  }
}

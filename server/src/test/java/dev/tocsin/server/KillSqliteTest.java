package dev.tocsin.server;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillSqliteTest {
  @TempDir private Path folder;

  @Test
  void aServerThatIsKilledAgainAndAgainLosesNoAlertAndDoublesNoneByKey() throws Exception {
    try (var bed = new KillBed(folder, 1, KillBed.sqlite(folder))) {
      bed.run();
    }
  }
}

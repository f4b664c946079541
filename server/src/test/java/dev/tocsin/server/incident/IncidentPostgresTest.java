package dev.tocsin.server.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.server.alert.AlertChange;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IncidentPostgresTest extends IncidentContract {
  @Override
  Database database() {
    return TestDatabases.postgres();
  }

  @Test
  void replicasThatSeeTheSameTroubleAtOnceOpenOneIncident() throws InterruptedException {
    try (var database = TestDatabases.postgres()) {
      var fixture = new IncidentFixture(database);
      var automatic = fixture.automatic(Duration.ZERO);
      var replicas =
          IntStream.range(0, 6)
              .mapToObj(
                  i ->
                      Thread.ofVirtual()
                          .start(
                              () ->
                                  database.transaction(
                                      transaction -> {
                                        automatic.alertChanged(
                                            transaction,
                                            new AlertChange.Fired(
                                                fixture.alert("f" + i, "Down", "P1", "search")));
                                        return i;
                                      })))
              .toList();
      for (var replica : replicas) {
        replica.join();
      }

      var found = fixture.desk.list(IncidentFilter.newest(10));
      assertEquals(1, found.total());
      assertEquals(6, found.incidents().getFirst().alerts().size());
    }
  }
}

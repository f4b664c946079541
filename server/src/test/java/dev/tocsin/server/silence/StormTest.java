package dev.tocsin.server.silence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.ManualClock;
import dev.tocsin.server.alert.AlertBook;
import dev.tocsin.server.alert.AlertChange;
import dev.tocsin.server.alert.AlertListener;
import dev.tocsin.server.alert.AlertOptions;
import dev.tocsin.server.alert.ReceivedAlert;
import dev.tocsin.server.database.TestDatabases;
import dev.tocsin.server.route.RoutingOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fifty thousand alerts at once, one of which matters.
class StormTest {
  private static final int ALERTS = 50_000;
  private static final int BATCH = 1_000;

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();

  private ReceivedAlert alert(int number) {
    var labels =
        Map.of(
            "alertname",
            "Slow",
            "instance",
            "host-" + number,
            "severity",
            number == ALERTS - 1 ? "P1" : "P3");
    long now = clock.millis();
    return new ReceivedAlert(
        ReceivedAlert.alertmanagerApi(""), "Slow", labels, Map.of(), now, now + 3_600_000);
  }

  @Test
  void aStormIsToldInBatchesAndTheWorstIsInTheFirst() {
    var batches = new ArrayList<List<AlertChange>>();
    var listener =
        new AlertListener() {
          @Override
          public void alertChanged(Handle transaction, AlertChange change) {
            throw new AssertionError("one by one");
          }

          @Override
          public void alertsChanged(Handle transaction, List<AlertChange> changes) {
            batches.add(List.copyOf(changes));
          }
        };
    try (var database = TestDatabases.sqlite(folder)) {
      var book =
          new AlertBook(database, AlertOptions.defaults(), List.of(listener), _ -> {}, clock)
              .mutedBy(new Mutes(RoutingOptions.none(), clock));
      var received = book.received();
      for (int first = 0; first < ALERTS; first += BATCH) {
        received.take(IntStream.range(first, first + BATCH).mapToObj(this::alert).toList());
      }
      while (received.tick()) {}

      assertEquals(ALERTS, batches.stream().mapToInt(List::size).sum());
      assertEquals("P1", batches.getFirst().getFirst().alert().label("severity"));
      assertTrue(batches.stream().allMatch(batch -> batch.size() <= 2_000));
    }
  }
}

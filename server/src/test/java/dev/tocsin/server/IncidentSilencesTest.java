package dev.tocsin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertBook;
import dev.tocsin.server.alert.AlertChange;
import dev.tocsin.server.alert.AlertOptions;
import dev.tocsin.server.alert.AlertState;
import dev.tocsin.server.database.TestDatabases;
import dev.tocsin.server.deliver.RefusedException;
import dev.tocsin.server.incident.AutomaticIncidents;
import dev.tocsin.server.incident.IncidentFilter;
import dev.tocsin.server.incident.IncidentFixture;
import dev.tocsin.server.incident.IncidentOptions;
import dev.tocsin.server.silence.Silences;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentSilencesTest {
  @TempDir private Path folder;

  private static Alert alert(String fingerprint, String name, String pod, long at) {
    var labels = Map.of("alertname", name, "severity", "P1", "service", "shop", "pod", pod);
    return new Alert(
        fingerprint,
        fingerprint,
        name,
        labels,
        Map.of(),
        AlertState.FIRING,
        1,
        at,
        at,
        0,
        at,
        null,
        0);
  }

  @Test
  void aSilenceIsNoWiderThanWhatFiresAndBearsThePersonsName() {
    try (var database = TestDatabases.sqlite(folder)) {
      var fixture = new IncidentFixture(database);
      var book =
          new AlertBook(database, AlertOptions.defaults(), List.of(), _ -> {}, fixture.clock);
      var silences = new Silences(database, book, book.received(), fixture.clock);
      var automatic =
          new AutomaticIncidents(
              database,
              fixture.desk,
              fixture.timeline,
              fixture.services,
              IncidentOptions.defaults(),
              fixture.clock);
      long at = fixture.clock.millis();
      database.transaction(
          transaction -> {
            automatic.alertsChanged(
                transaction,
                List.of(
                    new AlertChange.Fired(alert("1", "Down", "a", at)),
                    new AlertChange.Fired(alert("2", "Down", "b", at))));
            return at;
          });
      var id = fixture.desk.list(IncidentFilter.newest(1)).incidents().getFirst().id();

      var silencer = new IncidentSilences(fixture.desk, silences, fixture.clock);
      silencer.silence(id, Duration.ofHours(4), IncidentFixture.ADA);

      var made = silences.endingAfter(at);
      assertEquals(1, made.size());
      assertEquals(
          "{alertname=\"Down\", service=\"shop\", severity=\"P1\"}",
          made.getFirst().matcherText().replaceAll("^([^{])(.*)$", "{$1$2}"));
      assertEquals("Ada", made.getFirst().author());
      assertEquals(at + Duration.ofHours(4).toMillis(), made.getFirst().endsAtMillis());
      var line = fixture.desk.find(id).orElseThrow().timeline().getLast();
      assertEquals("Silenced for 4h: Down", line.update());
      assertEquals("Ada", line.author());

      var empty = fixture.open().id();
      assertThrows(
          RefusedException.class,
          () -> silencer.silence(empty, Duration.ofHours(1), IncidentFixture.ADA));
    }
  }
}

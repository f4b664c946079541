package dev.tocsin.server.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertChange;
import dev.tocsin.server.alert.AlertState;
import dev.tocsin.server.database.TestDatabases;
import dev.tocsin.server.incident.AutomaticIncidents;
import dev.tocsin.server.incident.IncidentDesk;
import dev.tocsin.server.incident.IncidentOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From the alert of a rule to the receivers that the rule names.
class OwnNotifierTest {
  @TempDir private Path folder;
  private final List<String> heard = new ArrayList<>();
  private final Map<String, Receipt> answers = new HashMap<>();
  private final Map<String, OwnWishes.Wish> rules = new HashMap<>();
  private DeliveryFixture fixture;
  private AutomaticIncidents automatic;

  /// Mail to addresses of anybody's choice.
  private final class Mail implements Channel {
    private final List<String> to;

    Mail(List<String> to) {
      this.to = to;
    }

    @Override
    public String name() {
      return "email";
    }

    @Override
    public Set<ChangeKind> usualChanges() {
      return ChangeKind.ESSENTIAL;
    }

    @Override
    public boolean takesReceivers() {
      return true;
    }

    @Override
    public boolean reaches(String receiver) {
      return to.contains(receiver);
    }

    @Override
    public Channel to(List<String> receivers) {
      return new Mail(receivers);
    }

    @Override
    public Receipt send(Envelope envelope) {
      var address = String.join(",", to);
      heard.add(address + " " + envelope.message().event().text());
      var answer = answers.remove(address);
      return answer == null ? new Receipt.Accepted("250") : answer;
    }
  }

  @BeforeEach
  void open() {
    fixture =
        new DeliveryFixture(
            TestDatabases.sqlite(folder), Optional.empty(), new Mail(List.of("everybody")));
    var desk =
        new IncidentDesk(
            fixture.database,
            fixture.timeline,
            _ -> true,
            List.of(
                fixture.notifier, fixture.notifier.own(id -> Optional.ofNullable(rules.get(id)))),
            fixture.ids,
            fixture.clock);
    automatic =
        new AutomaticIncidents(
            fixture.database,
            desk,
            fixture.timeline,
            _ -> true,
            IncidentOptions.defaults(),
            fixture.clock);
  }

  @AfterEach
  void close() {
    fixture.database.close();
  }

  private void rule(String id, String... receivers) {
    rules.put(id, new OwnWishes.Wish("email", List.of(receivers)));
  }

  private Alert alert(String rule) {
    long now = fixture.clock.millis();
    return new Alert(
        rule,
        rule,
        rule,
        Map.of("alertname", rule, "service", "checkout", "severity", "P2"),
        Map.of(Alert.RULE, rule),
        AlertState.FIRING,
        1,
        now,
        now,
        0,
        now,
        null,
        0);
  }

  private void tell(AlertChange change) throws InterruptedException {
    fixture.database.transaction(
        transaction -> {
          automatic.alertsChanged(transaction, List.of(change));
          return change;
        });
    fixture.worker.runOnce();
  }

  private void fire(String rule) throws InterruptedException {
    tell(new AlertChange.Fired(alert(rule)));
  }

  private List<String> heard() {
    return heard.stream().sorted().toList();
  }

  @Test
  void theReceiversOfARuleHearTheBeginningAndTheEnd() throws Exception {
    rule("queue", "queue-team");
    fire("queue");
    assertEquals(List.of("everybody opened", "queue-team opened"), heard());
    heard.clear();
    tell(new AlertChange.Resolved(alert("queue")));
    fixture.clock.advance(Duration.ofMinutes(10));
    automatic.tick();
    fixture.worker.runOnce();
    assertEquals(List.of("everybody resolved", "queue-team resolved"), heard());
  }

  @Test
  void whoseRuleFiresLaterInTheSameIncidentHearsItsBeginningThen() throws Exception {
    rule("queue", "queue-team");
    rule("mail", "mail-team", "queue-team");
    fire("queue");
    heard.clear();
    fire("mail");
    assertEquals(List.of("mail-team opened"), heard());
  }

  @Test
  void whomTheChannelReachesAnywayHearsOnce() throws Exception {
    rule("queue", "everybody");
    fire("queue");
    assertEquals(List.of("everybody opened"), heard());
  }

  @Test
  void aReceiverThatFailsIsTriedAgainAlone() throws Exception {
    rule("queue", "first", "second");
    answers.put("second", new Receipt.Retry("421", Duration.ZERO));
    fire("queue");
    fixture.clock.advance(Duration.ofSeconds(10));
    fixture.worker.runOnce();
    assertEquals(
        List.of("everybody opened", "first opened", "second opened", "second opened"), heard());
  }

  @Test
  void aRuleThatIsGoneStillEndsWhatItBegan() throws Exception {
    rule("queue", "queue-team");
    fire("queue");
    heard.clear();
    rules.clear();
    tell(new AlertChange.Resolved(alert("queue")));
    fixture.clock.advance(Duration.ofMinutes(10));
    automatic.tick();
    fixture.worker.runOnce();
    assertEquals(List.of("everybody resolved", "queue-team resolved"), heard());
  }
}

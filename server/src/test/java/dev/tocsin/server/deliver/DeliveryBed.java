package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A queue with two channels that do as they are told, on a database of the test.
abstract class DeliveryBed {
  final ScriptedChannel hook = new ScriptedChannel("hook");
  final ScriptedChannel second = new ScriptedChannel("second");
  Database database;
  DeliveryFixture fixture;

  static final Optional<String> OVERRIDE = Optional.of("the receiver's log shows it");

  abstract Database database();

  DeadLetters.Replay replay(int limit) {
    return fixture.deadLetters.replay(limit, OVERRIDE, "Ada");
  }

  @BeforeEach
  void open() {
    database = database();
    fixture = new DeliveryFixture(database, Optional.of("second"), hook, second);
  }

  @AfterEach
  void close() {
    database.close();
  }

  List<String> outcomes(Delivery delivery) {
    return fixture.log.attempts(delivery.id()).stream().map(DeliveryAttempt::outcome).toList();
  }

  void exhaust() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      fixture.worker.runOnce();
      fixture.clock.advance(Duration.ofSeconds(10));
    }
  }
}

package dev.tocsin.server.deliver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class DeliveryPostgresTest extends DeliveryContract {
  @Override
  Database database() {
    return TestDatabases.postgres();
  }

  /// Notices when a key is sent while it is being sent.
  private static final class WatchfulChannel implements Channel {
    final Set<String> underWay = ConcurrentHashMap.newKeySet();
    final List<String> sent = new CopyOnWriteArrayList<>();
    final List<String> twice = new CopyOnWriteArrayList<>();

    @Override
    public String name() {
      return "watchful";
    }

    @Override
    public Set<ChangeKind> usualChanges() {
      return ChangeKind.ALL;
    }

    @Override
    public Receipt send(Envelope envelope) {
      var key = envelope.idempotencyKey();
      if (!underWay.add(key)) {
        twice.add(key);
      }
      LockSupport.parkNanos(2_000_000);
      underWay.remove(key);
      sent.add(key);
      return new Receipt.Accepted("HTTP 200");
    }
  }

  @Test
  void workersThatShareAQueueNeverSendTheSameNotification() throws Exception {
    try (var database = TestDatabases.postgres()) {
      var channel = new WatchfulChannel();
      var fixture = new DeliveryFixture(database, Optional.empty(), channel);
      for (int i = 0; i < 60; i++) {
        fixture.open();
      }
      var workers = List.of(fixture.worker(), fixture.worker(), fixture.worker());
      workers.forEach(DeliveryWorker::start);
      try {
        await().until(() -> fixture.log.figures().pending() == 0);
      } finally {
        workers.forEach(DeliveryWorker::stop);
      }

      assertEquals(List.of(), channel.twice);
      assertEquals(60, channel.sent.size());
      assertEquals(60, Set.copyOf(channel.sent).size());
      assertTrue(workers.getFirst().heartbeatMillis() > 0);
    }
  }
}

package dev.tocsin.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Waits for a moment in the life of an alert and kills whoever lives it.
final class Killer {
  private final List<KillableServer> servers;
  private final Random random;
  private final AtomicReference<@Nullable Moment> armed = new AtomicReference<>();
  private volatile List<KillableServer> victims = List.of();
  private volatile long atMillis;
  private volatile CountDownLatch done = new CountDownLatch(0);

  /// What is waited for.
  enum Moment {
    ANY,
    POSTED,
    SAMPLED,
    EVALUATED,
    STORED,
    CLAIMED,
    SENT,
    ANSWERED
  }

  Killer(List<KillableServer> servers, Random random) {
    this.servers = servers;
    this.random = random;
  }

  void arm(Moment moment) {
    done = new CountDownLatch(1);
    armed.set(moment);
  }

  /// The moment is there, and nobody in particular lives it: all are killed, or for a random moment
  /// some.
  void saw(Moment moment) {
    if (armed.get() == moment && armed.compareAndSet(moment, null)) {
      boolean some = moment == Moment.ANY && servers.size() > 1 && random.nextInt(3) > 0;
      kill(some ? List.of(servers.get(random.nextInt(servers.size()))) : servers);
    }
  }

  /// The moment is there for a server: it is killed, alone or with all others.
  void saw(Moment moment, KillableServer server) {
    if (armed.get() == moment && armed.compareAndSet(moment, null)) {
      kill(random.nextBoolean() ? List.of(server) : servers);
    }
  }

  private void kill(List<KillableServer> which) {
    var alive = new ArrayList<>(which);
    alive.removeIf(server -> !server.isAlive());
    try (var hands = Executors.newVirtualThreadPerTaskExecutor()) {
      alive.forEach(server -> hands.execute(server::kill));
    }
    atMillis = System.currentTimeMillis();
    victims = List.copyOf(alive);
    done.countDown();
  }

  /// Waits, at most so long, for the kill.
  boolean isDone(long millis) throws InterruptedException {
    return done.await(millis, TimeUnit.MILLISECONDS);
  }

  /// Gives the moment up and kills now.
  void killAnyway() {
    var moment = armed.getAndSet(null);
    if (moment != null) {
      kill(servers);
    }
  }

  List<KillableServer> victims() {
    return victims;
  }

  long atMillis() {
    return atMillis;
  }
}

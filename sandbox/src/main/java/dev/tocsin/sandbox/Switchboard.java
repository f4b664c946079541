package dev.tocsin.sandbox;

import dev.tocsin.sandbox.Fault.Mode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The current behaviour of every service. Whoever waits because of a fault waits here, so that
/// healing and closing end the wait at once.
final class Switchboard implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Service, Line> lines = new EnumMap<>(Service.class);
  private boolean closed;

  Switchboard() {
    for (Service service : Service.values()) {
      lines.put(service, new Line(Fault.none(service)));
    }
  }

  /// The behaviour set for a service.
  Fault fault(Service service) {
    lock.lock();
    try {
      return line(service).fault;
    } finally {
      lock.unlock();
    }
  }

  /// How many requests met a fault since it was set.
  long afflicted(Service service) {
    lock.lock();
    try {
      return line(service).afflicted;
    } finally {
      lock.unlock();
    }
  }

  /// The behaviour for the next request. A share is dealt evenly, not by chance: with 0.5 it is
  /// every second request.
  Fault next(Service service) {
    lock.lock();
    try {
      Line line = line(service);
      double before = Math.floor(line.requests * line.fault.share());
      line.requests++;
      if (Math.floor(line.requests * line.fault.share()) <= before) {
        return Fault.none(service);
      }
      if (line.fault.mode() != Mode.OK || line.fault.latencyMillis() > 0) {
        line.afflicted++;
      }
      return line.fault;
    } finally {
      lock.unlock();
    }
  }

  void set(Service service, Fault fault) {
    lock.lock();
    try {
      lines.put(service, new Line(fault));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void heal() {
    for (Service service : Service.values()) {
      set(service, Fault.none(service));
    }
  }

  /// Waits for the given time, or less when the service's behaviour changes or the sandbox closes.
  void hold(Service service, Duration longest) throws InterruptedException {
    lock.lock();
    try {
      Line held = line(service);
      long left = longest.toNanos();
      while (left > 0 && !closed && line(service) == held) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Line line(Service service) {
    Line line = lines.get(service);
    if (line == null) {
      throw new IllegalStateException("BUG: no line for " + service);
    }
    return line;
  }

  private static final class Line {
    final Fault fault;
    long requests;
    long afflicted;

    Line(Fault fault) {
      this.fault = fault;
    }
  }
}

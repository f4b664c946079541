package dev.tocsin.marketplace.fault;

import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/// Which faults this process produces now. All of them are off after a start.
@Component
public class Switchboard {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// Guarded by the lock.
  private final EnumSet<Switch> on = EnumSet.noneOf(Switch.class);

  public boolean isOn(Switch fault) {
    lock.lock();
    try {
      return on.contains(fault);
    } finally {
      lock.unlock();
    }
  }

  public void turnOn(Switch fault) {
    lock.lock();
    try {
      on.add(fault);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public void heal(Switch fault) {
    lock.lock();
    try {
      on.remove(fault);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Holds the caller while the fault is on, but not longer than the limit; healing frees it.
  public void holdWhile(Switch fault, Duration limit) {
    lock.lock();
    try {
      var nanos = limit.toNanos();
      while (on.contains(fault) && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}

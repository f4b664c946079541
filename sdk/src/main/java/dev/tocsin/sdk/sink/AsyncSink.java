package dev.tocsin.sdk.sink;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A bounded ring of records between the request path and whoever writes them.
///
/// [#offer] never waits: when the ring is full, because the receiver is slow or stuck, the record
/// is dropped and counted in `telemetry_dropped_total`. So are the records of a batch whose
/// receiver throws.
public final class AsyncSink<T> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AsyncSink.class);
  private static final int BATCH = 256;
  private static final long CLOSE_MILLIS = 2_000;
  private static final long POLL_MILLIS = 200;

  private final String name;
  private final BlockingQueue<T> ring;
  private final BatchReceiver<T> receiver;
  private final CounterFamily dropped;
  private final Thread worker;
  private volatile boolean closed;
  private boolean failing;

  /// @param name the label of its losses: `catalog-quotes`
  /// @param capacity records that may wait
  public AsyncSink(String name, int capacity, BatchReceiver<T> receiver, Telemetry telemetry) {
    this.name = name;
    this.ring = new ArrayBlockingQueue<>(capacity);
    this.receiver = receiver;
    this.dropped =
        telemetry.counter(
            "telemetry_dropped_total", "Records that an asynchronous sink lost.", "sink");
    dropped.declare(name);
    this.worker = new Thread(this::run, "tocsin-sink-" + name);
    worker.setDaemon(true);
    worker.start();
  }

  /// Takes the record, or drops it: false then.
  public boolean offer(T record) {
    if (!closed && ring.offer(record)) {
      return true;
    }
    dropped.increment(name);
    return false;
  }

  /// Hands over what waits, for at most two seconds; what is left is counted as dropped.
  @Override
  public void close() {
    closed = true;
    try {
      worker.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    worker.interrupt();
    List<T> left = new ArrayList<>();
    ring.drainTo(left);
    dropped.add(left.size(), name);
  }

  private void run() {
    List<T> batch = new ArrayList<>(BATCH);
    while (!closed || !ring.isEmpty()) {
      try {
        T first = ring.poll(closed ? 0 : POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          ring.drainTo(batch, BATCH - 1);
          hand(List.copyOf(batch));
          batch.clear();
        }
      } catch (InterruptedException e) {
        dropped.add(batch.size(), name);
        return;
      }
    }
  }

  private void hand(List<T> batch) throws InterruptedException {
    try {
      receiver.receive(batch);
      failing = false;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      dropped.add(batch.size(), name);
      if (!failing) {
        failing = true;
        LOG.warn("sink {} lost a batch; further losses are only counted", name, e);
      }
    }
  }

  /// Who writes the records.
  @FunctionalInterface
  public interface BatchReceiver<T> {

    /// Takes one to 256 records, in the order of their arrival.
    void receive(List<T> batch) throws Exception;
  }
}

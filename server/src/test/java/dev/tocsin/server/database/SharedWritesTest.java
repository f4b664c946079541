package dev.tocsin.server.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SharedWritesTest {
  private final List<List<Integer>> committed = new ArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicBoolean firstIsIn = new AtomicBoolean();

  /// The first transaction waits at the gate, so that all others come together.
  private void transaction(List<Integer> numbers) {
    if (firstIsIn.compareAndSet(false, true)) {
      awaitGate();
    }
    if (numbers.contains(13)) {
      throw new IllegalStateException("13 cannot be written");
    }
    committed.add(numbers);
  }

  private void awaitGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Future<?>> write(SharedWrites<Integer> writes, int first, int last) {
    var pool = Executors.newVirtualThreadPerTaskExecutor();
    var started = new ArrayList<Thread>();
    var futures = new ArrayList<Future<?>>();
    futures.add(pool.submit(() -> writes.write(first)));
    Awaitility.await().untilTrue(firstIsIn);
    for (int number : IntStream.rangeClosed(first + 1, last).toArray()) {
      futures.add(
          pool.submit(
              () -> {
                synchronized (started) {
                  started.add(Thread.currentThread());
                }
                writes.write(number);
              }));
    }
    Awaitility.await().until(() -> isEverybodyWaiting(started, last - first));
    gate.countDown();
    pool.shutdown();
    return futures;
  }

  private static boolean isEverybodyWaiting(List<Thread> started, int count) {
    synchronized (started) {
      return started.size() == count
          && started.stream().allMatch(it -> it.getState() == Thread.State.WAITING);
    }
  }

  @Test
  void whoWaitsSharesOneTransaction() throws Exception {
    for (var future : write(new SharedWrites<>(100, this::transaction), 1, 10)) {
      future.get();
    }
    assertEquals(2, committed.size(), committed.toString());
    assertEquals(55, committed.stream().flatMap(List::stream).mapToInt(it -> it).sum());
  }

  @Test
  void aTransactionHasALimit() throws Exception {
    for (var future : write(new SharedWrites<>(3, this::transaction), 1, 10)) {
      future.get();
    }
    assertEquals(List.of(1, 3, 3, 3), committed.stream().map(List::size).toList());
  }

  @Test
  void oneThatCannotBeWrittenFailsAlone() throws Exception {
    var futures = write(new SharedWrites<>(100, this::transaction), 11, 15);
    for (int i = 0; i < futures.size(); i++) {
      if (i == 2) {
        var failure = assertThrows(ExecutionException.class, futures.get(i)::get);
        assertTrue(failure.getMessage().contains("13 cannot be written"), failure.getMessage());
      } else {
        futures.get(i).get();
      }
    }
    assertEquals(11 + 12 + 14 + 15, committed.stream().mapToInt(SharedWritesTest::sum).sum());
  }

  private static int sum(List<Integer> numbers) {
    return numbers.stream().mapToInt(it -> it).sum();
  }
}

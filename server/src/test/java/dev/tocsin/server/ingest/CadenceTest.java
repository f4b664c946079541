package dev.tocsin.server.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CadenceTest {
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  @Test
  void timesAreAWholeNumberOfIntervalsApartWhereverOneStarts() {
    var cadence = new Cadence("a", INTERVAL, InstantSource.system(), at -> {});
    long first = cadence.following(1_000_000);
    assertTrue(first > 1_000_000 && first <= 1_015_000, "first " + first);
    assertEquals(first + 15_000, cadence.following(first));
    assertEquals(first, cadence.following(first - 1));
    assertEquals(first + 1_500_000, cadence.following(first + 1_499_999));
  }

  @Test
  void manyCadencesSpreadOverTheInterval() {
    var bySecond = new TreeMap<Long, Integer>();
    for (int i = 0; i < 1_500; i++) {
      var cadence = new Cadence("target " + i, INTERVAL, InstantSource.system(), at -> {});
      bySecond.merge(cadence.following(0) / 1_000 % 15, 1, Integer::sum);
    }
    assertEquals(15, bySecond.size());
    assertTrue(bySecond.values().stream().allMatch(it -> it > 50 && it < 170), bySecond.toString());
  }

  @Test
  void workThatIsStillRunningIsNotBegunAgain() throws InterruptedException {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var rounds = new CountDownLatch(3);
    var cadence =
        new Cadence(
            "busy",
            Duration.ofMillis(1),
            InstantSource.system(),
            at -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              rounds.countDown();
              running.decrementAndGet();
            });
    cadence.start();
    assertTrue(rounds.await(10, TimeUnit.SECONDS));
    cadence.stop();
    assertEquals(1, most.get());
    assertEquals(0, running.get());
  }

  @Test
  void workThatFailsGoesOnAtItsNextTime() throws InterruptedException {
    var rounds = new CountDownLatch(2);
    var cadence =
        new Cadence(
            "failing",
            Duration.ofMillis(1),
            InstantSource.system(),
            at -> {
              rounds.countDown();
              throw new IllegalStateException("this is what the test wants");
            });
    cadence.start();
    assertTrue(rounds.await(10, TimeUnit.SECONDS));
    cadence.stop();
  }
}

package dev.tocsin.sdk.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SeriesTest {

  @Test
  void aTableFindsEveryKeyAndNoOther() {
    SeriesTable<Integer> table = new SeriesTable<>();
    for (int i = 0; i < 1_000; i++) {
      table = table.with(i, "method-" + i % 7, "route-" + i);
    }
    for (int i = 0; i < 1_000; i++) {
      assertEquals(i, table.find("method-" + i % 7, "route-" + i));
      assertNull(table.find("method-" + (i + 1) % 7, "route-" + i));
      assertNull(table.find("method-" + i % 7));
    }
    assertEquals(1_000, table.size());
  }

  @Test
  void aKeyThatTheCallerChangesAfterwardsStaysWhatItWas() {
    try (Telemetry telemetry = new Telemetry()) {
      CounterFamily counter = telemetry.counter("views_total", "Views.", "page");
      String[] values = {"a"};
      counter.increment(values);
      values[0] = "b";
      counter.increment(values);

      assertEquals(
          List.of("views_total{page=\"a\"} 1.0", "views_total{page=\"b\"} 1.0"),
          Lines.of(telemetry, "views_total"));
    }
  }

  @Test
  void anAbsentValueIsNone() {
    try (Telemetry telemetry = new Telemetry()) {
      telemetry.counter("views_total", "Views.", "page").increment((String) null);
      assertEquals(List.of("views_total{page=\"none\"} 1.0"), Lines.of(telemetry, "views_total"));
    }
  }

  @Test
  void aDeclarationMayExplainItselfInOtherWords() {
    try (Telemetry telemetry = new Telemetry()) {
      CounterFamily counter = telemetry.counter("cart_conflicts_total", "Conflicts.", "consumer");
      assertSame(counter, telemetry.counter("cart_conflicts_total"));
    }
  }

  @Test
  void threadsThatMeetNewLabelsLoseNothing() throws InterruptedException {
    try (Telemetry telemetry = new Telemetry(50)) {
      CounterFamily counter = telemetry.counter("views_total", "Views.", "page");
      CountDownLatch go = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        Thread thread = new Thread(() -> count(counter, go));
        thread.start();
        threads.add(thread);
      }
      go.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      List<Reading> readings = telemetry.read("views_total");
      assertEquals(51, readings.size());
      assertEquals(8 * 5_000, readings.stream().mapToDouble(Reading::value).sum());
    }
  }

  private static void count(CounterFamily counter, CountDownLatch go) {
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (int i = 0; i < 5_000; i++) {
      counter.increment("page-" + i % 100);
    }
  }
}

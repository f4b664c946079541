package dev.tocsin.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import dev.tocsin.series.Series;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares what the index finds with what a look at every series finds.
class MatcherTest {
  private static final long OLD_MILLIS = 1000;
  private static final long NEW_MILLIS = 500_000;
  private static final List<String> NAMES = List.of("__name__", "a", "b", "c", "missing");
  private static final List<String> VALUES =
      List.of(
          "",
          "x",
          "y",
          "x1",
          "x2",
          "x|y",
          "x|y|x1",
          "x|",
          "|",
          ".*",
          ".+",
          "x.*",
          "x[12]",
          "[^x]",
          "x2|y|absent",
          "(x|y)",
          "1",
          "7",
          "m1",
          "m.",
          "m0|m2",
          "absent");

  @TempDir private Path directory;
  private final Map<Labels, List<Long>> model = new TreeMap<>();
  private final Random random = new Random(8);

  private void fill(Tsdb tsdb, int count) {
    try (var appender = tsdb.appender()) {
      for (int i = 0; i < count; i++) {
        var labels = randomLabels();
        if (!model.containsKey(labels)) {
          long millis = random.nextInt(4) == 0 ? OLD_MILLIS : NEW_MILLIS;
          model.put(labels, List.of(millis));
          appender.append(appender.reference(labels), millis, i);
        }
      }
      appender.commit();
    }
  }

  private Labels randomLabels() {
    var labels = Labels.builder().set("__name__", "m" + random.nextInt(3));
    if (random.nextBoolean()) {
      labels.set("a", List.of("x", "y", "x1", "x2").get(random.nextInt(4)));
    }
    if (random.nextBoolean()) {
      labels.set("b", "" + random.nextInt(40));
    }
    if (random.nextInt(3) > 0) {
      labels.set("c", List.of("x", "yy").get(random.nextInt(2)) + random.nextInt(3));
    }
    return labels.build();
  }

  private Matcher randomMatcher() {
    var types = Matcher.Type.values();
    return Matcher.of(
        types[random.nextInt(types.length)],
        NAMES.get(random.nextInt(NAMES.size())),
        VALUES.get(random.nextInt(VALUES.size())));
  }

  private List<Labels> expected(long from, long to, Collection<Matcher> matchers) {
    var found = new ArrayList<Labels>();
    model.forEach(
        (labels, times) -> {
          if (times.getFirst() >= from
              && times.getFirst() <= to
              && matchers.stream().allMatch(matcher -> matcher.matches(labels))) {
            found.add(labels);
          }
        });
    return found;
  }

  private void assertLikeTheModel(Tsdb tsdb, int rounds) {
    int found = 0;
    for (int round = 0; round < rounds; round++) {
      long from = random.nextBoolean() ? 0 : NEW_MILLIS;
      long to = random.nextBoolean() ? OLD_MILLIS : Long.MAX_VALUE;
      var matchers = new ArrayList<Matcher>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        matchers.add(randomMatcher());
      }
      var expected = expected(from, to, matchers);
      if (matchers.stream().anyMatch(matcher -> !matcher.matches(""))) {
        var selected = tsdb.select(from, to, matchers).stream().map(Series::labels).toList();
        assertEquals(expected, selected, matchers::toString);
        found += selected.size();
      }
      if (random.nextInt(10) == 0) {
        matchers.clear();
        expected = expected(from, to, matchers);
      }
      assertEquals(names(expected), tsdb.labelNames(from, to, matchers), matchers::toString);
      var name = NAMES.get(random.nextInt(NAMES.size()));
      assertEquals(
          values(expected, name), tsdb.labelValues(name, from, to, matchers), matchers::toString);
    }
    assertTrue(found > rounds, "found: " + found);
  }

  private static List<String> names(List<Labels> series) {
    var names = new TreeSet<String>();
    series.forEach(labels -> names.addAll(labels.toMap().keySet()));
    return List.copyOf(names);
  }

  private static List<String> values(List<Labels> series, String name) {
    var values = new TreeSet<String>();
    series.stream().filter(labels -> labels.has(name)).forEach(l -> values.add(l.get(name)));
    return List.copyOf(values);
  }

  @Test
  void anyMatchersFindWhatALookAtEverySeriesFinds() {
    try (var tsdb = Tsdb.open(TsdbOptions.defaults(directory))) {
      fill(tsdb, 800);
      assertLikeTheModel(tsdb, 2000);
    }
  }

  @Test
  void theyStillDoAfterSeriesWereDroppedAndAddedAndAfterARestart() {
    try (var tsdb = Tsdb.open(TsdbOptions.defaults(directory))) {
      fill(tsdb, 400);
      tsdb.dropBefore(OLD_MILLIS + 1);
      model.values().removeIf(times -> times.getFirst() <= OLD_MILLIS);
      assertEquals(model.size(), tsdb.statistics().series());
      assertLikeTheModel(tsdb, 500);
      int before = model.size();
      while (model.size() < before + 100) {
        var labels = randomLabels().with("b", "new" + random.nextInt(100));
        Samples.tryWrite(tsdb, labels, NEW_MILLIS, 1);
        model.put(labels, List.of(NEW_MILLIS));
      }
      assertLikeTheModel(tsdb, 500);
    }
    try (var tsdb = Tsdb.open(TsdbOptions.defaults(directory))) {
      assertLikeTheModel(tsdb, 500);
    }
  }

  @Test
  void thousandsOfSeriesAreCreatedAndDroppedOverAndOver() {
    try (var tsdb = Tsdb.open(TsdbOptions.defaults(directory))) {
      for (int round = 1; round <= 5; round++) {
        try (var appender = tsdb.appender()) {
          for (int i = 0; i < 3000; i++) {
            var labels = Labels.of("__name__", "m", "round", "" + round, "i", "" + i);
            appender.append(appender.reference(labels), round, i);
          }
          appender.commit();
        }
        tsdb.dropBefore(round);
        assertEquals(3000, tsdb.statistics().series());
        assertEquals(List.of("" + round), tsdb.labelValues("round", 0, Long.MAX_VALUE, List.of()));
        var one = List.of(Matcher.equal("i", "77"), Matcher.equal("__name__", "m"));
        assertEquals(1, tsdb.select(0, 99, one).size());
      }
    }
  }
}

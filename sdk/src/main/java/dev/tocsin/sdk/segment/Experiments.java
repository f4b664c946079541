package dev.tocsin.sdk.segment;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.MetricsArea;
import dev.tocsin.sdk.metrics.Ratio;
import dev.tocsin.sdk.metrics.Reading;
import dev.tocsin.sdk.metrics.Telemetry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// Subjects and conversions of experiments, each counted once.
///
/// What is kept of a subject is 64 bits of a salted hash, not its identifier. With the default
/// limit of 100,000 subjects two of them are taken for one with a probability below one in three
/// billion. The limit holds for all experiments together; beyond it the subject that was away
/// longest is forgotten and would be counted again. Each process counts for itself, so a subject
/// that visits several replicas is counted by each: send subjects to a fixed replica, or compare
/// rates only.
public final class Experiments implements MetricsArea {

  /// About 10 MB when it is full.
  public static final int DEFAULT_SUBJECT_LIMIT = 100_000;

  private final CounterFamily assignments;
  private final CounterFamily conversions;
  private final long salt = ThreadLocalRandom.current().nextLong();
  private final Map<Long, Assignment> subjects;

  public Experiments(Telemetry telemetry, int subjectLimit) {
    if (subjectLimit < 1) {
      throw new IllegalArgumentException(
          "The limit of subjects is " + subjectLimit + "; it must be at least 1.");
    }
    assignments = telemetry.counter("experiment_assignments_total");
    conversions = telemetry.counter("experiment_conversions_total");
    subjects =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, Assignment> eldest) {
            return size() > subjectLimit;
          }
        };
  }

  /// The subject sees the variant. Only the first call for a subject counts; one that changes its
  /// variant keeps the first.
  public void recordAssignment(String experiment, String variant, String subject) {
    long key = key(experiment, subject);
    synchronized (subjects) {
      if (subjects.get(key) != null) {
        return;
      }
      subjects.put(key, new Assignment(variant));
    }
    conversions.declare(experiment, variant);
    assignments.increment(experiment, variant);
  }

  /// The subject did what the experiment is about. Counts once, and only for a subject that was
  /// assigned before.
  public void recordConversion(String experiment, String subject) {
    Assignment assignment;
    synchronized (subjects) {
      assignment = subjects.get(key(experiment, subject));
      if (assignment == null || assignment.converted) {
        return;
      }
      assignment.converted = true;
    }
    conversions.increment(experiment, assignment.variant);
  }

  /// Every variant with its sample and its rate.
  public List<VariantResult> results() {
    Map<String, Double> converted = new LinkedHashMap<>();
    conversions.read().forEach(reading -> converted.put(name(reading), reading.value()));
    return assignments.read().stream()
        .map(reading -> result(reading, converted.getOrDefault(name(reading), 0d)))
        .toList();
  }

  @Override
  public String name() {
    return "segment";
  }

  @Override
  public Map<String, Object> figures() {
    return Map.of("experiments", results());
  }

  private static VariantResult result(Reading assigned, double converted) {
    return new VariantResult(
        assigned.label("experiment"),
        assigned.label("variant"),
        Math.round(assigned.value()),
        Math.round(converted),
        Ratio.of(converted, assigned.value()));
  }

  private static String name(Reading reading) {
    return reading.label("experiment") + '\n' + reading.label("variant");
  }

  /// Two hashes of different steps, mixed by the finalizer of SplitMix64.
  private long key(String experiment, String subject) {
    long hash = salt;
    for (String part : new String[] {experiment, "\n", subject}) {
      for (int i = 0; i < part.length(); i++) {
        hash = mix(hash ^ part.charAt(i)) + 0x9E3779B97F4A7C15L;
      }
    }
    return mix(hash);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  private static final class Assignment {

    final String variant;
    boolean converted;

    Assignment(String variant) {
      this.variant = variant;
    }
  }
}

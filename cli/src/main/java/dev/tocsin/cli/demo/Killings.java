package dev.tocsin.cli.demo;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Kills the server at random moments of the story, and looks whether it lost samples by it.
final class Killings {
  private static final long SHORTEST_LIFE_MILLIS = 300;
  private static final long LONGEST_LIFE_MILLIS = 4_000;

  private final Demo demo;
  private final SampleWitness witness;
  private final PrintWriter out;
  private final Random random = new Random();
  private final List<String> losses = new ArrayList<>();
  private int left;
  private long nextNanos;

  Killings(int count, Demo demo, SampleWitness witness, PrintWriter out) {
    this.left = count;
    this.demo = demo;
    this.witness = witness;
    this.out = out;
    plan();
  }

  /// How many are still to come.
  int left() {
    return left;
  }

  List<String> losses() {
    return losses;
  }

  /// Kills the server if it is time.
  void perhaps() {
    if (left == 0 || System.nanoTime() < nextNanos) {
      return;
    }
    left--;
    var seen = witness.look();
    demo.killAndRestartServer();
    var lost = witness.lost(seen);
    losses.addAll(lost);
    out.printf(
        "           (killed and started again; of %d samples seen before, %d are lost)%n",
        seen.samples().size(), lost.size());
    out.flush();
    plan();
  }

  private void plan() {
    long life = random.nextLong(SHORTEST_LIFE_MILLIS, LONGEST_LIFE_MILLIS);
    nextNanos = System.nanoTime() + life * 1_000_000;
  }
}

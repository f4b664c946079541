package dev.tocsin.promql.eval;

import dev.tocsin.promql.eval.Groups.Group;
import dev.tocsin.promql.function.StepSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The series of a group with the greatest or smallest values, chosen for each step.
///
/// For a step, the values are sorted to find the one that just gets in; then all series beyond it
/// are kept, and of those equal to it as many as there is room for, in their order. NaN gets in
/// last.
final class Extremes {
  private Extremes() {}

  static List<StepSeries> of(Group group, double[] limits, boolean top) {
    List<StepSeries> members = group.members();
    double[][] kept = new double[members.size()][];
    double[] present = new double[members.size()];
    for (int step = 0; step < limits.length; step++) {
      int size = group.gather(step, present);
      int room = (int) Math.clamp(limits[step], 0, size);
      if (room > 0) {
        keep(members, kept, step, new Bound(present, size, room, top));
      }
    }
    var result = new ArrayList<StepSeries>();
    for (int i = 0; i < kept.length; i++) {
      if (kept[i] != null) {
        result.add(new StepSeries(members.get(i).labels(), kept[i]));
      }
    }
    return result;
  }

  private static void keep(List<StepSeries> members, double[][] kept, int step, Bound bound) {
    for (int i = 0; i < kept.length; i++) {
      double[] values = members.get(i).values();
      if (!StepSeries.isAbsent(values[step]) && bound.admits(values[step])) {
        if (kept[i] == null) {
          kept[i] = StepSeries.absentValues(values.length);
        }
        kept[i][step] = values[step];
      }
    }
  }

  /// The value that just gets in, and the room that is left for values equal to it.
  private static final class Bound {
    private final boolean top;
    private final double value;
    private int equals;

    /// Sorts the values in place.
    Bound(double[] values, int size, int room, boolean top) {
      this.top = top;
      Arrays.sort(values, 0, size);
      int numbers = size;
      while (numbers > 0 && Double.isNaN(values[numbers - 1])) {
        numbers--;
      }
      if (room > numbers) {
        value = Double.NaN;
        equals = room - numbers;
      } else {
        value = top ? values[numbers - room] : values[room - 1];
        equals = room;
        for (int i = 0; i < numbers; i++) {
          if (isBeyond(values[i])) {
            equals--;
          }
        }
      }
    }

    private boolean isBeyond(double candidate) {
      if (Double.isNaN(value)) {
        return !Double.isNaN(candidate);
      }
      return top ? candidate > value : candidate < value;
    }

    boolean admits(double candidate) {
      if (isBeyond(candidate)) {
        return true;
      }
      boolean equal = candidate == value || (Double.isNaN(candidate) && Double.isNaN(value));
      if (equal && equals > 0) {
        equals--;
        return true;
      }
      return false;
    }
  }
}

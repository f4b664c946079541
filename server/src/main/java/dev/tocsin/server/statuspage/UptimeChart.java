package dev.tocsin.server.statuspage;

import java.util.List;
import java.util.Locale;

/// The shape of the uptime area, in the units of its picture: a day is 10 wide, 100 % is the top.
public final class UptimeChart {
  private static final int DAY_WIDTH = 10;
  private static final int HEIGHT = 40;

  /// The usual worst day that still fits; a worse one widens the scale.
  private static final double USUAL_FLOOR = 95;

  private final List<PublicDay> days;
  private final double floor;

  public UptimeChart(List<PublicDay> days) {
    this.days = List.copyOf(days);
    double worst =
        days.stream().mapToDouble(day -> day.uptime().orElse(100)).min().orElse(USUAL_FLOOR);
    this.floor = Math.min(USUAL_FLOOR, worst);
  }

  public int width() {
    return days.size() * DAY_WIDTH;
  }

  /// The line, with a gap where there is no data.
  public String line() {
    return path(false);
  }

  /// The area below the line.
  public String area() {
    return path(true);
  }

  private String path(boolean closed) {
    var path = new StringBuilder();
    int first = -1;
    for (int i = 0; i <= days.size(); i++) {
      boolean known = i < days.size() && days.get(i).uptime().isPresent();
      if (known && first < 0) {
        first = i;
      } else if (!known && first >= 0) {
        run(path, first, i, closed);
        first = -1;
      }
    }
    return path.toString();
  }

  /// One run of days with data, each day as wide as its bar.
  private void run(StringBuilder path, int from, int to, boolean closed) {
    path.append('M').append(from * DAY_WIDTH).append(' ').append(height(from));
    for (int i = from; i < to; i++) {
      path.append('L').append(i * DAY_WIDTH + DAY_WIDTH / 2).append(' ').append(height(i));
    }
    path.append('L').append(to * DAY_WIDTH).append(' ').append(height(to - 1));
    if (closed) {
      path.append('V').append(HEIGHT).append('H').append(from * DAY_WIDTH).append('Z');
    }
  }

  private String height(int day) {
    double uptime = days.get(day).uptime().orElse(floor);
    double share = (uptime - floor) / (100 - floor);
    return String.format(Locale.ROOT, "%.1f", HEIGHT - share * (HEIGHT - 2) - 1);
  }
}

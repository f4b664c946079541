package dev.tocsin.server.deliver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What every page says when no machine reaches anybody any more: neither the primary nor the
/// secondary way works.
final class ManualEscalation {
  /// From so many failures in a row a channel counts as failed.
  private static final int FAILURES = 3;

  private final DeliveryOptions options;

  ManualEscalation(DeliveryOptions options) {
    this.options = options;
  }

  /// The lines of the banner; none while something works.
  ///
  /// @param health of the channels that were tried
  /// @param deadLetters how many wait for a decision
  List<String> banner(Map<String, ChannelHealth> health, long deadLetters) {
    var ways = new ArrayList<>(primary());
    options.secondary().filter(it -> !ways.contains(it)).ifPresent(ways::add);
    boolean allFail =
        !ways.isEmpty()
            && ways.stream()
                .map(it -> health.getOrDefault(it, ChannelHealth.untried(it)))
                .allMatch(it -> fails(it, deadLetters));
    if (!allFail) {
      return List.of();
    }
    var lines = new ArrayList<String>();
    lines.add(
        "Nobody is told of alerts: "
            + String.join(" and ", ways)
            + " fail. "
            + deadLetters
            + " notifications were given up.");
    lines.add(
        "Call the person on call now for each open incident. Then record on the page Deliveries"
            + " that they were told by hand.");
    var contacts = options.watch().contacts();
    lines.addAll(
        contacts.isEmpty()
            ? List.of("Nobody stands in delivery.watch.on_call: ask whoever leads the team.")
            : contacts.stream().map(it -> "On call: " + it).toList());
    return lines;
  }

  private static boolean fails(ChannelHealth health, long deadLetters) {
    return health.failures() >= FAILURES || (health.failures() > 0 && deadLetters > 0);
  }

  /// The incident webhook; where there is none, whatever else there is.
  private List<String> primary() {
    var all = options.channelNames();
    return all.contains(Transport.PRIMARY_CHANNEL) ? List.of(Transport.PRIMARY_CHANNEL) : all;
  }
}

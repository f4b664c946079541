package dev.tocsin.server.deliver;

import dev.tocsin.server.incident.Severity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which channels hear of what.
///
/// @param lines each adds its channels; none at all means that every usual channel hears its usual
///   changes
/// @param usual the channels that are told without any line
/// @param paging those that hear of what must leave this server, whatever the lines say
record Routing(List<Line> lines, List<Channel> usual, List<Channel> paging) {
  /// A line of `delivery.routes`.
  ///
  /// @param severities empty for all
  /// @param changes empty for each channel's usual ones
  record Line(Set<Severity> severities, Set<ChangeKind> changes, List<Channel> channels) {
    boolean covers(Severity severity) {
      return severities.isEmpty() || severities.contains(severity);
    }

    boolean covers(ChangeKind kind, Channel channel) {
      return changes.isEmpty() ? channel.usualChanges().contains(kind) : changes.contains(kind);
    }
  }

  Routing {
    lines = List.copyOf(lines);
    usual = List.copyOf(usual);
    paging = List.copyOf(paging);
  }

  Set<String> channels(ChangeKind kind, Severity severity) {
    var effective = lines.isEmpty() ? List.of(new Line(Set.of(), Set.of(), usual)) : lines;
    var names = new LinkedHashSet<String>();
    for (var line : effective) {
      for (var channel : line.channels()) {
        if (line.covers(severity) && line.covers(kind, channel)) {
          names.add(channel.name());
        }
      }
    }
    return names;
  }
}

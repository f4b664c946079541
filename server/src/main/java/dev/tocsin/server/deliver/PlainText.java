package dev.tocsin.server.deliver;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A message in words without markup.
public final class PlainText {
  private PlainText() {}

  /// Everything that somebody who was woken needs, a line for each thing.
  ///
  /// @param limit how many characters at most
  public static String of(Message message, int limit) {
    var lines = new ArrayList<String>();
    if (!message.services().isEmpty()) {
      lines.add("Services: " + String.join(", ", message.services()));
    }
    if (!message.cause().isEmpty()) {
      lines.add("Cause: " + message.cause());
    }
    if (!message.readings().isEmpty()) {
      lines.add(readings(message));
    }
    if (!message.update().isEmpty()) {
      lines.add(message.update());
    }
    lines.add("Since " + Instant.ofEpochMilli(message.sinceMillis()));
    links(message).forEach(link -> lines.add(link.name() + ": " + link.address()));
    return clipped(String.join("\n", lines), limit);
  }

  /// The alerts and their values, between semicolons.
  public static String readings(Message message) {
    return message.readings().stream().map(Message.Reading::text).collect(Collectors.joining("; "));
  }

  /// Where to read on.
  public record Link(String name, String address) {}

  public static List<Link> links(Message message) {
    var links = message.links();
    return List.of(
            new Link("Incident", links.incident()),
            new Link("Runbook", links.runbook()),
            new Link("Dashboard", links.dashboard()))
        .stream()
        .filter(link -> !link.address().isEmpty())
        .toList();
  }

  /// At most so many characters, an ellipsis among them.
  public static String clipped(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
    return text.substring(0, end) + "…";
  }

  /// What stands for one incident in all its messages; a message of none is its own.
  public static String thread(Envelope envelope) {
    var id = envelope.message().incidentId();
    return id.isEmpty() ? envelope.idempotencyKey() : id;
  }
}

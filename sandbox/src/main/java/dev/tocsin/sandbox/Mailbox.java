package dev.tocsin.sandbox;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The last messages of one service, oldest first, bounded in number and in size.
final class Mailbox {
  static final int MAXIMUM_MESSAGES = 1_000;

  private static final int MAXIMUM_CHARACTERS = 16 * 1024 * 1024;
  private static final int MAXIMUM_KEYS = 10_000;

  private final Service service;
  private final InstantSource clock;
  private final ArrayDeque<Message> messages = new ArrayDeque<>();
  private final Map<String, String> firstByKey = new LinkedHashMap<>();
  private long characters;
  private long last;
  private long received;
  private long duplicates;

  Mailbox(Service service, InstantSource clock) {
    this.service = service;
    this.clock = clock;
  }

  synchronized Message add(Request request) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(request.headers());
    headers.replace("Authorization", "redacted");
    var call = new Message.Call(request.method(), request.path(), headers, request.body());
    Optional<String> key = request.header("Idempotency-Key").or(() -> request.header("webhook-id"));
    return add(call, key.orElse(null));
  }

  synchronized Message add(Message.Mail mail) {
    return add(mail, null);
  }

  private Message add(Message.Content content, @Nullable String idempotencyKey) {
    String id = service.key() + "-" + ++last;
    String first = idempotencyKey == null ? null : firstByKey.putIfAbsent(idempotencyKey, id);
    if (firstByKey.size() > MAXIMUM_KEYS) {
      firstByKey.remove(firstByKey.keySet().iterator().next());
    }
    if (first != null) {
      duplicates++;
    }
    received++;
    var message = new Message(id, clock.instant(), content, first);
    messages.addLast(message);
    characters += content.sizeCharacters();
    while (messages.size() > MAXIMUM_MESSAGES || characters > MAXIMUM_CHARACTERS) {
      characters -= messages.removeFirst().content().sizeCharacters();
    }
    return message;
  }

  /// The newest messages, newest last.
  synchronized List<Message> newest(int limit) {
    return messages.stream().skip(Math.max(0, messages.size() - limit)).toList();
  }

  /// How many messages came since the start or the last [#clear()].
  synchronized long received() {
    return received;
  }

  /// How many of them repeated the idempotency key of an earlier one.
  synchronized long duplicates() {
    return duplicates;
  }

  synchronized void clear() {
    messages.clear();
    firstByKey.clear();
    characters = 0;
    received = 0;
    duplicates = 0;
  }
}

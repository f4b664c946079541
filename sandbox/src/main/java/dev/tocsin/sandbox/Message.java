package dev.tocsin.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that a service accepted.
///
/// @param duplicateOf the id of the first message with the same idempotency key
record Message(String id, Instant receivedAt, Content content, @Nullable String duplicateOf) {
  sealed interface Content {
    /// Roughly how much memory it takes.
    default int sizeCharacters() {
      return switch (this) {
        case Call call -> call.body.length() + call.headers.toString().length();
        case Mail mail -> mail.text.length() + mail.html.length() + mail.subject.length();
      };
    }
  }

  /// @param headers without credentials
  record Call(String method, String path, Map<String, String> headers, String body)
      implements Content {}

  /// @param from the sender of the envelope
  /// @param to the recipients of the envelope
  record Mail(String from, List<String> to, String subject, String text, String html)
      implements Content {
    Mail {
      to = List.copyOf(to);
    }
  }

  /// One line that tells what it is about.
  String title() {
    return switch (content) {
      case Call call -> call.method + " " + call.path;
      case Mail mail -> mail.subject + " → " + String.join(", ", mail.to);
    };
  }

  String text() {
    return switch (content) {
      case Call call -> call.body;
      case Mail mail -> mail.text.isEmpty() ? mail.html : mail.text;
    };
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object().put("id", id).put("received_at", receivedAt.toString());
    switch (content) {
      case Call call -> {
        json.put("method", call.method).put("path", call.path);
        ObjectNode headers = json.putObject("headers");
        call.headers.forEach(headers::put);
        json.put("body", call.body);
      }
      case Mail mail -> {
        json.put("from", mail.from);
        mail.to.forEach(json.putArray("to")::add);
        json.put("subject", mail.subject).put("text", mail.text).put("html", mail.html);
      }
    }
    if (duplicateOf != null) {
      json.put("duplicate_of", duplicateOf);
    }
    return json;
  }
}

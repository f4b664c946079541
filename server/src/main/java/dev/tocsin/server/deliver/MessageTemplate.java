package dev.tocsin.server.deliver;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A body in the user's own words: Mustache, which can call nothing and reads only the texts of
/// [#fields], and the words `if`, `else`, `range` and `end`. Everything is escaped for its kind;
/// unescaped places, other delimiters and parts from elsewhere are refused, and so is what grows
/// too long.
public final class MessageTemplate {
  static final int LENGTH_LIMIT = 16 * 1024;
  static final int OUTPUT_LIMIT = 64 * 1024;
  private static final int DEPTH_LIMIT = 3;
  private static final Pattern TAG = Pattern.compile("\\{\\{([#^/&{>=!]?)");
  private static final JsonMapper JSON = new JsonMapper();

  private final Template template;

  /// What the result is.
  public enum Kind {
    JSON,
    HTML,
    TEXT
  }

  private MessageTemplate(Template template) {
    this.template = template;
  }

  /// @throws IllegalArgumentException with what is wrong and what to write instead
  public static MessageTemplate of(String written, Kind kind) {
    var words = new TemplateWords();
    var text = words.mustache(written);
    check(text);
    var compiler =
        Mustache.compiler()
            .defaultValue("")
            .emptyStringIsFalse(true)
            .withCollector(words.collector());
    try {
      var template = new MessageTemplate(compiler.withEscaper(escaper(kind)).compile(text));
      template.tryOut(kind);
      return template;
    } catch (MustacheException e) {
      throw new IllegalArgumentException("is no template: " + e.getMessage(), e);
    }
  }

  private static Mustache.Escaper escaper(Kind kind) {
    return switch (kind) {
      case HTML -> Escapers.HTML;
      case TEXT -> Escapers.NONE;
      case JSON ->
          text -> {
            var quoted = JSON.valueToTree(text).toString();
            return quoted.substring(1, quoted.length() - 1);
          };
    };
  }

  private static void check(String text) {
    if (text.length() > LENGTH_LIMIT) {
      throw new IllegalArgumentException("is longer than " + LENGTH_LIMIT + " characters");
    }
    int depth = 0;
    var tags = TAG.matcher(text);
    while (tags.find()) {
      depth +=
          switch (tags.group(1)) {
            case "#", "^" -> 1;
            case "/" -> -1;
            case "&", "{", ">", "=" ->
                throw new IllegalArgumentException(
                    "has {{" + tags.group(1) + " which is not allowed; write {{name}}");
            default -> 0;
          };
      if (depth > DEPTH_LIMIT) {
        throw new IllegalArgumentException("nests sections deeper than " + DEPTH_LIMIT);
      }
    }
  }

  private void tryOut(Kind kind) {
    var text = render(new Envelope("key", sample()));
    try {
      if (kind == Kind.JSON) {
        JSON.readTree(text);
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("makes no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// A message for trying templates out.
  public static Message sample() {
    return new Message(
        ChangeKind.OPENED,
        "0198c0de-0000-7000-8000-000000000001",
        "Payments \"fail\" <often>",
        "P1",
        "INVESTIGATING",
        List.of("checkout", "payments"),
        "The provider does not answer",
        "Alert PaymentsFail fired",
        List.of(new Message.Reading("PaymentsFail", "0.25", "0.05", Map.of("route", "/pay"), 0)),
        0,
        0,
        new Message.Links("https://tocsin.example/i/1", "https://runbooks.example/pay", ""),
        List.of(new Message.Line(0, "Alert PaymentsFail fired", "")));
  }

  /// @throws IllegalStateException if the result is too long
  public String render(Envelope envelope) {
    var out = new Bounded();
    template.execute(fields(envelope), out);
    return out.text.toString();
  }

  /// Whatever a template can read.
  public static Map<String, Object> fields(Envelope envelope) {
    var message = envelope.message();
    var fields = new TreeMap<String, Object>();
    fields.put("key", envelope.idempotencyKey());
    fields.put("event", message.event().text());
    fields.put("resolved", message.event() == ChangeKind.RESOLVED);
    fields.put("headline", message.headline());
    fields.put("incidentId", message.incidentId());
    fields.put("title", message.title());
    fields.put("severity", message.severity());
    fields.put("status", message.status());
    fields.put("services", String.join(", ", message.services()));
    fields.put("serviceList", message.services().stream().map(it -> Map.of("name", it)).toList());
    fields.put("cause", message.cause());
    fields.put("update", message.update());
    fields.put("text", PlainText.of(message, OUTPUT_LIMIT / 4));
    fields.put("since", iso(message.sinceMillis()));
    fields.put("at", iso(message.atMillis()));
    fields.put("incidentUrl", message.links().incident());
    fields.put("runbookUrl", message.links().runbook());
    fields.put("dashboardUrl", message.links().dashboard());
    fields.put("alerts", message.readings().stream().map(MessageTemplate::alert).toList());
    fields.put("timeline", message.timeline().stream().map(MessageTemplate::line).toList());
    return fields;
  }

  private static Map<String, Object> alert(Message.Reading reading) {
    return Map.of(
        "name", reading.alertName(),
        "value", reading.value(),
        "threshold", reading.threshold(),
        "since", iso(reading.sinceMillis()),
        "labels", new TreeMap<>(reading.labels()).toString(),
        "labelList", labels(reading));
  }

  private static List<Map<String, String>> labels(Message.Reading reading) {
    return new TreeMap<>(reading.labels())
        .entrySet().stream()
            .map(it -> Map.of("name", it.getKey(), "value", it.getValue()))
            .toList();
  }

  private static Map<String, Object> line(Message.Line line) {
    return Map.of("at", iso(line.atMillis()), "update", line.update(), "author", line.author());
  }

  private static String iso(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /// Ends a template that writes too much.
  private static final class Bounded extends Writer {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(char[] buffer, int offset, int length) {
      if (text.length() + length > OUTPUT_LIMIT) {
        throw new IllegalStateException("the text is longer than " + OUTPUT_LIMIT + " characters");
      }
      text.append(buffer, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}

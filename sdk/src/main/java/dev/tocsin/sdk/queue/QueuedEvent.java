package dev.tocsin.sdk.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/// A message that waits in a queue, on its way to a topic.
///
/// @param id the same in every attempt, replay and buffer: the key by which receivers know repeats
/// @param topic where it goes: a topic, a routing key, a queue
/// @param key events of one key are delivered in their order
/// @param payload text, usually JSON, at most [#MAX_PAYLOAD_BYTES] as UTF-8
/// @param headers ids of correlation and trace, at most [#MAX_HEADERS]
/// @param createdAt in microseconds
public record QueuedEvent(
    String id,
    String topic,
    String key,
    String payload,
    Map<String, String> headers,
    Instant createdAt) {

  public static final int MAX_PAYLOAD_BYTES = 256 * 1024;
  public static final int MAX_HEADERS = 32;

  private static final int MAX_NAME_LENGTH = 200;
  private static final int MAX_HEADER_LENGTH = 1_024;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  public QueuedEvent {
    checkName("id", id);
    checkName("topic", topic);
    checkName("key", key);
    if (payload.length() > MAX_PAYLOAD_BYTES
        || payload.getBytes(StandardCharsets.UTF_8).length > MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "The payload is larger than "
              + MAX_PAYLOAD_BYTES
              + " bytes: keep it elsewhere and send a reference to it.");
    }
    checkHeaders(headers);
    headers = Map.copyOf(headers);
    createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
  }

  private static void checkName(String part, String value) {
    if (value.isBlank() || value.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "The " + part + " of an event must have 1 to " + MAX_NAME_LENGTH + " characters.");
    }
  }

  private static void checkHeaders(Map<String, String> headers) {
    if (headers.size() > MAX_HEADERS) {
      throw new IllegalArgumentException("An event has at most " + MAX_HEADERS + " headers.");
    }
    headers.forEach(
        (name, value) -> {
          if (name.length() > MAX_NAME_LENGTH || value.length() > MAX_HEADER_LENGTH) {
            throw new IllegalArgumentException(
                "A header of an event is too long: its value may have "
                    + MAX_HEADER_LENGTH
                    + " characters.");
          }
        });
  }

  /// The event as one line of JSON.
  public String toJson() {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("id", id).put("topic", topic).put("key", key).put("payload", payload);
    node.put("createdAt", micros(createdAt));
    headers.forEach(node.putObject("headers")::put);
    return node.toString();
  }

  /// @throws IllegalArgumentException when the text is not what [#toJson] wrote
  public static QueuedEvent fromJson(String json) {
    try {
      JsonNode node = MAPPER.readTree(json);
      return new QueuedEvent(
          node.path("id").asText(),
          node.path("topic").asText(),
          node.path("key").asText(),
          node.path("payload").asText(),
          headersOf(node.path("headers")),
          ofMicros(node.path("createdAt").asLong()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("A buffered event is not JSON", e);
    }
  }

  /// The event of a row with the columns `id`, `event_key`, `payload`, `headers` and `created_at`,
  /// which all tables of events have.
  public static QueuedEvent ofRow(ResultSet row, String topic) throws SQLException {
    return new QueuedEvent(
        row.getString("id"),
        topic,
        row.getString("event_key"),
        row.getString("payload"),
        headersFromJson(row.getString("headers")),
        ofMicros(row.getLong("created_at")));
  }

  /// The headers as a JSON object.
  public String headersJson() {
    ObjectNode node = MAPPER.createObjectNode();
    new TreeMap<>(headers).forEach(node::put);
    return node.toString();
  }

  /// @throws IllegalArgumentException when the text is no JSON object
  public static Map<String, String> headersFromJson(String json) {
    try {
      return headersOf(MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The headers of an event are not JSON", e);
    }
  }

  private static Map<String, String> headersOf(JsonNode node) {
    Map<String, String> headers = new TreeMap<>();
    node.properties().forEach(entry -> headers.put(entry.getKey(), entry.getValue().asText()));
    return headers;
  }

  /// Microseconds since 1970, as tables and buffers keep instants.
  public static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  public static Instant ofMicros(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /// Without the payload, which may hold what logs must not.
  @Override
  public String toString() {
    return "QueuedEvent[id=" + id + ", topic=" + topic + ", key=" + key + "]";
  }
}

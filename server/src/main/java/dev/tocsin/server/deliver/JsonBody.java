package dev.tocsin.server.deliver;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// JSON of payloads and of what goes out. Empty members are left out. The members of a mapping are
/// in order, so that one message is the same bytes in every attempt, also after a restart.
public final class JsonBody {
  private static final int LEAST_URGENT = 5;
  private static final String OWN = "ownReceivers";

  private static final ObjectMapper OUTGOING =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_EMPTY))
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();
  private static final ObjectMapper STORED =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private JsonBody() {}

  public static byte[] bytes(Object value) {
    return text(OUTGOING, value).getBytes(StandardCharsets.UTF_8);
  }

  /// With empty members.
  public static byte[] whole(Object value) {
    return text(STORED, value).getBytes(StandardCharsets.UTF_8);
  }

  static String payload(Message message) {
    return text(STORED, message);
  }

  /// With receivers beside the message.
  static String payload(Message message, OwnReceivers own) {
    var json = (ObjectNode) STORED.valueToTree(message);
    return text(STORED, json.set(OWN, STORED.valueToTree(own)));
  }

  static OwnReceivers ownReceivers(String payload) {
    // Hardly any message has them; looking for the word costs less than reading all of it twice.
    if (!payload.contains(OWN)) {
      return OwnReceivers.NONE;
    }
    try {
      var own = STORED.readTree(payload).path(OWN);
      return own.isMissingNode() ? OwnReceivers.NONE : STORED.treeToValue(own, OwnReceivers.class);
    } catch (JacksonException e) {
      throw new IllegalStateException("stored payload is damaged: " + e.getOriginalMessage(), e);
    }
  }

  static Message message(String payload) {
    try {
      return STORED.readValue(payload, Message.class);
    } catch (JacksonException e) {
      throw new IllegalStateException("stored payload is damaged: " + e.getOriginalMessage(), e);
    }
  }

  /// How urgent a payload is: 1 to 4 as its severity, 5 without one.
  static int urgency(String payload) {
    try (var parser = STORED.createParser(payload)) {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME && parser.currentName().equals("severity")) {
          var severity = String.valueOf(parser.nextTextValue());
          return severity.matches("P[1-4]") ? severity.charAt(1) - '0' : LEAST_URGENT;
        }
      }
      return LEAST_URGENT;
    } catch (IOException e) {
      throw new IllegalStateException("BUG: a payload is no JSON", e);
    }
  }

  private static String text(ObjectMapper mapper, Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JacksonException e) {
      throw new IllegalStateException("BUG: cannot be written as JSON: " + value.getClass(), e);
    }
  }
}

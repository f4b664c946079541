package dev.tocsin.server.deliver;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;

/// JSON of payloads and of what goes out. Empty members are left out.
public final class JsonBody {
  private static final ObjectMapper OUTGOING =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_EMPTY))
          .build();
  private static final ObjectMapper STORED =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private JsonBody() {}

  public static byte[] bytes(Object value) {
    return text(OUTGOING, value).getBytes(StandardCharsets.UTF_8);
  }

  static String payload(Message message) {
    return text(STORED, message);
  }

  static Message message(String payload) {
    try {
      return STORED.readValue(payload, Message.class);
    } catch (JacksonException e) {
      throw new IllegalStateException("stored payload is damaged: " + e.getOriginalMessage(), e);
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

package dev.tocsin.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.stream.Collectors;

/// The one way this server writes and reads JSON: instants as ISO 8601 in UTC, no absent members,
/// unknown members refused.
public final class Json {
  private static final int DEPTH_LIMIT = 50;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
          .build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(DEPTH_LIMIT).build());
  }

  private Json() {}

  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw new IllegalStateException("BUG: cannot be written as JSON: " + value.getClass(), e);
    }
  }

  public static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JacksonException e) {
      throw new IllegalStateException("BUG: cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /// Reads what a sender wrote.
  ///
  /// @throws HttpFailure 400 that names the place, if it does not fit the type
  public static <T> T read(byte[] json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      throw failure(e);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// Reads what this program wrote itself, such as a column.
  public static <T> T stored(String json, TypeReference<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      throw new IllegalStateException("stored JSON is damaged: " + e.getOriginalMessage(), e);
    }
  }

  private static HttpFailure failure(JacksonException e) {
    var location = e.getLocation();
    var where =
        location == null ? "" : " at line " + location.getLineNr() + ":" + location.getColumnNr();
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      var member =
          mapping.getPath().stream()
              .map(it -> it.getFieldName() == null ? "[" + it.getIndex() + "]" : it.getFieldName())
              .collect(Collectors.joining("."));
      return HttpFailure.invalid("the body's member \"" + member + "\" is not usable" + where);
    }
    return HttpFailure.invalid("the body is not the JSON that is expected here" + where);
  }
}

package dev.tocsin.sdk.log.logback;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/// One JSON object on one line: `timestamp`, `level`, `logger`, `thread`, `message`, `service`,
/// then the logging context (`correlationId`, `requestId`, `userId`, `route`), the fields of the
/// line (`status`, `duration`, `event`, `sampleRate`) and `error` with type, message and stack.
final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MAX_STACK_LENGTH = 16_384;

  private final String service;
  private final ThrowableProxyConverter stacks = new ThrowableProxyConverter();

  JsonLineEncoder(String service) {
    this.service = service;
  }

  @Override
  public void start() {
    stacks.setContext(getContext());
    stacks.setOptionList(List.of("full"));
    stacks.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return (line(event) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  String line(ILoggingEvent event) {
    StringWriter line = new StringWriter(256);
    try (JsonGenerator json = MAPPER.getFactory().createGenerator(line)) {
      json.writeStartObject();
      for (Map.Entry<String, @Nullable Object> field : fields(event).entrySet()) {
        json.writeFieldName(field.getKey());
        write(json, field.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("BUG: writing to memory failed", e);
    }
    return line.toString();
  }

  /// The first one to set a field wins, except that fields of the line win over its context.
  private Map<String, @Nullable Object> fields(ILoggingEvent event) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("timestamp", event.getInstant().toString());
    fields.put("level", event.getLevel().toString());
    fields.put("logger", event.getLoggerName());
    fields.put("thread", event.getThreadName());
    fields.put("service", service);
    fields.put("message", event.getFormattedMessage());
    IThrowableProxy failure = event.getThrowableProxy();
    if (failure != null) {
      fields.put("error", error(event, failure));
    }
    for (KeyValuePair pair : event.getKeyValuePairs()) {
      fields.putIfAbsent(pair.key, pair.value);
    }
    event.getMDCPropertyMap().forEach(fields::putIfAbsent);
    return fields;
  }

  private Map<String, @Nullable Object> error(ILoggingEvent event, IThrowableProxy failure) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("type", failure.getClassName());
    error.put("message", failure.getMessage());
    String stack = stacks.convert(event);
    error.put("stack", stack.substring(0, Math.min(stack.length(), MAX_STACK_LENGTH)));
    return error;
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value instanceof Throwable failure) {
      json.writeString(failure.getClass().getName());
    } else {
      MAPPER.writeValue(json, value);
    }
  }
}

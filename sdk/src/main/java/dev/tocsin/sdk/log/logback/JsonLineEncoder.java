package dev.tocsin.sdk.log.logback;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/// One JSON object on one line: `timestamp`, `level`, `logger`, `thread`, `message`, `service`,
/// then the logging context (`correlationId`, `requestId`, `userId`, `route`), the fields of the
/// line (`status`, `duration`, `event`, `sampleRate`) and `error` with type, message and stack.
final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {

  private static final int USUAL_LENGTH = 512;
  private static final Set<String> FIXED =
      Set.of("timestamp", "level", "logger", "thread", "service", "message");
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
    return write(event).append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  String line(ILoggingEvent event) {
    return write(event).toString();
  }

  /// The first one to set a field wins, except that fields of the line win over its context.
  private StringBuilder write(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(USUAL_LENGTH);
    line.append("{\"timestamp\":\"").append(event.getInstant()).append("\",\"level\":\"");
    line.append(event.getLevel()).append('"');
    JsonText.field(line, "logger", event.getLoggerName());
    JsonText.field(line, "thread", event.getThreadName());
    JsonText.field(line, "service", service);
    JsonText.field(line, "message", event.getFormattedMessage());
    IThrowableProxy failure = event.getThrowableProxy();
    if (failure != null) {
      JsonText.field(line, "error", error(event, failure));
    }
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    for (int i = 0; i < pairs.size(); i++) {
      KeyValuePair pair = pairs.get(i);
      if (!isTaken(pair.key, failure) && !isBefore(pairs, i, pair.key)) {
        JsonText.field(line, pair.key, pair.value);
      }
    }
    for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
      if (!isTaken(entry.getKey(), failure) && !isBefore(pairs, pairs.size(), entry.getKey())) {
        JsonText.field(line, entry.getKey(), entry.getValue());
      }
    }
    return line.append('}');
  }

  private static boolean isTaken(String name, @Nullable IThrowableProxy failure) {
    return FIXED.contains(name) || (failure != null && name.equals("error"));
  }

  /// Lines have few fields, so looking costs less than a set of their names.
  private static boolean isBefore(List<KeyValuePair> pairs, int end, String name) {
    for (int i = 0; i < end; i++) {
      if (pairs.get(i).key.equals(name)) {
        return true;
      }
    }
    return false;
  }

  private Map<String, @Nullable Object> error(ILoggingEvent event, IThrowableProxy failure) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("type", failure.getClassName());
    error.put("message", failure.getMessage());
    String stack = stacks.convert(event);
    error.put("stack", stack.substring(0, Math.min(stack.length(), MAX_STACK_LENGTH)));
    return error;
  }
}

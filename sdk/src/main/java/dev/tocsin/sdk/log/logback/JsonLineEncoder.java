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
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/// One JSON object on one line: `timestamp`, `level`, `logger`, `thread`, `message`, `service`,
/// then the logging context (`correlationId`, `requestId`, `userId`, `route`), the fields of the
/// line (`status`, `duration`, `event`, `sampleRate`) and `error` with type, message and stack.
final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {

  private static final Set<String> FIXED =
      Set.of("timestamp", "level", "logger", "thread", "service", "message");
  private static final int MAX_STACK_LENGTH = 16_384;

  private final String service;

  /// Threads that write at the same time make their own.
  private final AtomicReference<@Nullable JsonBytes> spare = new AtomicReference<>();

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
    JsonBytes line = take();
    write(event, line);
    line.newLine();
    return done(line);
  }

  String line(ILoggingEvent event) {
    JsonBytes line = take();
    write(event, line);
    return new String(done(line), StandardCharsets.UTF_8);
  }

  private JsonBytes take() {
    JsonBytes kept = spare.getAndSet(null);
    return kept == null ? new JsonBytes() : kept;
  }

  private byte[] done(JsonBytes line) {
    byte[] bytes = line.toArray();
    if (line.isSmall()) {
      spare.set(line);
    }
    return bytes;
  }

  /// The first one to set a field wins, except that fields of the line win over its context.
  private void write(ILoggingEvent event, JsonBytes line) {
    line.begin();
    line.field("timestamp", event.getInstant().toString());
    line.field("level", event.getLevel().toString());
    line.field("logger", event.getLoggerName());
    line.field("thread", event.getThreadName());
    line.field("service", service);
    line.field("message", event.getFormattedMessage());
    IThrowableProxy failure = event.getThrowableProxy();
    if (failure != null) {
      line.field("error", error(event, failure));
    }
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    for (int i = 0; i < pairs.size(); i++) {
      KeyValuePair pair = pairs.get(i);
      if (!isTaken(pair.key, failure) && !isBefore(pairs, i, pair.key)) {
        line.field(pair.key, pair.value);
      }
    }
    for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
      if (!isTaken(entry.getKey(), failure) && !isBefore(pairs, pairs.size(), entry.getKey())) {
        line.field(entry.getKey(), entry.getValue());
      }
    }
    line.end();
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

package dev.tocsin.sdk.log.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import dev.tocsin.sdk.correlation.LogContext;
import dev.tocsin.sdk.redact.Redactor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/// A log event without its secrets, so that whatever writes it cannot let one out. Made before the
/// event leaves the thread that logged it.
final class CleanEvent implements ILoggingEvent {

  static final String SAMPLE_RATE = "sampleRate";

  private final ILoggingEvent event;
  private final String message;
  private final Map<String, String> context;
  private final List<KeyValuePair> pairs;
  private final @Nullable IThrowableProxy failure;

  private CleanEvent(
      ILoggingEvent event,
      String message,
      Map<String, String> context,
      List<KeyValuePair> pairs,
      @Nullable IThrowableProxy failure) {
    this.event = event;
    this.message = message;
    this.context = context;
    this.pairs = pairs;
    this.failure = failure;
  }

  static CleanEvent of(ILoggingEvent event, Redactor redactor) {
    event.prepareForDeferredProcessing();
    return new CleanEvent(
        event,
        redactor.message(event.getMessage(), event.getArgumentArray()),
        context(event, redactor),
        pairs(event, redactor),
        CleanThrowable.of(event.getThrowableProxy(), redactor));
  }

  /// The same line, noting that it stands for others too.
  CleanEvent sampledAt(double rate) {
    List<KeyValuePair> noted = new ArrayList<>(pairs);
    noted.add(new KeyValuePair(SAMPLE_RATE, rate));
    return new CleanEvent(event, message, context, noted, failure);
  }

  private static Map<String, String> context(ILoggingEvent event, Redactor redactor) {
    Map<String, String> clean = new TreeMap<>();
    for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
      String name = entry.getKey();
      if (!name.equals(LogContext.SAMPLING_KEY)) {
        clean.put(name, String.valueOf(redactor.field(name, entry.getValue())));
      }
    }
    return clean;
  }

  private static List<KeyValuePair> pairs(ILoggingEvent event, Redactor redactor) {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs == null) {
      return List.of();
    }
    List<KeyValuePair> clean = new ArrayList<>(pairs.size() + 1);
    for (KeyValuePair pair : pairs) {
      clean.add(new KeyValuePair(pair.key, redactor.field(pair.key, pair.value)));
    }
    return clean;
  }

  @Override
  public String getMessage() {
    return message;
  }

  @Override
  public String getFormattedMessage() {
    return message;
  }

  @Override
  public Object @Nullable [] getArgumentArray() {
    return null;
  }

  @Override
  public Map<String, String> getMDCPropertyMap() {
    return context;
  }

  @Override
  @Deprecated
  public Map<String, String> getMdc() {
    return context;
  }

  @Override
  public List<KeyValuePair> getKeyValuePairs() {
    return pairs;
  }

  @Override
  public @Nullable IThrowableProxy getThrowableProxy() {
    return failure;
  }

  @Override
  public String getThreadName() {
    return event.getThreadName();
  }

  @Override
  public Level getLevel() {
    return event.getLevel();
  }

  @Override
  public String getLoggerName() {
    return event.getLoggerName();
  }

  @Override
  public LoggerContextVO getLoggerContextVO() {
    return event.getLoggerContextVO();
  }

  @Override
  public StackTraceElement[] getCallerData() {
    return event.getCallerData();
  }

  @Override
  public boolean hasCallerData() {
    return event.hasCallerData();
  }

  @Override
  public List<Marker> getMarkerList() {
    return event.getMarkerList();
  }

  @Override
  public long getTimeStamp() {
    return event.getTimeStamp();
  }

  @Override
  public int getNanoseconds() {
    return event.getNanoseconds();
  }

  @Override
  public Instant getInstant() {
    return event.getInstant();
  }

  @Override
  public long getSequenceNumber() {
    return event.getSequenceNumber();
  }

  @Override
  public void prepareForDeferredProcessing() {}
}

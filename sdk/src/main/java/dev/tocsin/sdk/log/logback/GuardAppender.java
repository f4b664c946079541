package dev.tocsin.sdk.log.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import dev.tocsin.sdk.correlation.LogContext;
import dev.tocsin.sdk.log.LogCounts;
import dev.tocsin.sdk.log.LogMarkers;
import dev.tocsin.sdk.log.RequestLog;
import dev.tocsin.sdk.redact.Redactor;
import java.util.List;
import org.slf4j.Marker;

/// Stands in front of all other appenders: decides whether a line is kept, and takes its secrets
/// out.
final class GuardAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

  private final AppenderAttachableImpl<ILoggingEvent> behind = new AppenderAttachableImpl<>();
  private final RequestLog requests;
  private final Redactor redactor;
  private final LogCounts counts;

  GuardAppender(RequestLog requests, Redactor redactor, LogCounts counts) {
    this.requests = requests;
    this.redactor = redactor;
    this.counts = counts;
  }

  void add(Appender<ILoggingEvent> appender) {
    behind.addAppender(appender);
  }

  @Override
  protected void append(ILoggingEvent event) {
    String decision = event.getMDCPropertyMap().get(LogContext.SAMPLING_KEY);
    boolean error = event.getLevel().isGreaterOrEqual(Level.ERROR);
    CleanEvent clean = CleanEvent.of(event, redactor);
    switch (requests.judge(decision, isExempt(event), error, sampled -> write(clean, sampled))) {
      case KEEP -> write(clean, false);
      case KEEP_SAMPLED -> write(clean, true);
      case LEAVE_OUT -> {}
    }
  }

  private void write(CleanEvent event, boolean sampled) {
    counts.written();
    behind.appendLoopOnAppenders(sampled ? event.sampledAt(requests.sampleRate()) : event);
  }

  private static boolean isExempt(ILoggingEvent event) {
    List<Marker> markers = event.getMarkerList();
    if (markers == null) {
      return false;
    }
    for (Marker marker : markers) {
      if (marker.contains(LogMarkers.SECURITY) || marker.contains(LogMarkers.EVENT)) {
        return true;
      }
    }
    return false;
  }
}

package dev.tocsin.sdk.log.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.tocsin.sdk.log.LogCounts;
import dev.tocsin.sdk.log.LogOptions;
import dev.tocsin.sdk.log.LokiOptions;
import dev.tocsin.sdk.log.LokiShipper;
import dev.tocsin.sdk.log.RequestLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Logging of an application, set up on Logback: what hangs on the root logger is moved behind
/// sampling and redaction, the console gets its format, files and Loki are added. Appenders that
/// hang on other loggers are not touched.
public final class LogbackSetup implements AutoCloseable {

  static final String READABLE_PATTERN =
      "%d{HH:mm:ss.SSS} %-5level [%-20.20thread] %-36.36logger{36} "
          + "%X{correlationId:--} %X{userId:--} : %msg %kvp%n%ex";

  private static final String GUARD = "tocsin-guard";

  private final Logger root;
  private final LogOptions options;
  private final LogCounts counts = new LogCounts();
  private final RequestLog requests;
  private final List<Appender<ILoggingEvent>> added = new ArrayList<>();
  private final List<Appender<ILoggingEvent>> former;
  private final GuardAppender guard;

  private LogbackSetup(LoggerContext context, LogOptions options, InstantSource clock) {
    this.root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    this.options = options;
    this.requests = new RequestLog(options.sampling(), clock, counts);
    this.former = appenders();
    this.guard = new GuardAppender(requests, options.redactor(), counts);
  }

  public static LogbackSetup install(LoggerContext context, LogOptions options) {
    return install(context, options, InstantSource.system());
  }

  static LogbackSetup install(LoggerContext context, LogOptions options, InstantSource clock) {
    LogbackSetup setup = new LogbackSetup(context, options, clock);
    setup.install();
    return setup;
  }

  private void install() {
    guard.setContext(root.getLoggerContext());
    guard.setName(GUARD);
    boolean unchanged = options.format() == LogOptions.Format.UNCHANGED;
    for (Appender<ILoggingEvent> appender : former) {
      root.detachAppender(appender);
      if (unchanged || !(appender instanceof ConsoleAppender)) {
        guard.add(appender);
      }
    }
    if (!unchanged) {
      add(console());
    }
    if (options.files() != null) {
      LogFiles files = new LogFiles(root.getLoggerContext(), options.files(), this::json);
      add(files.combined());
      add(files.errors());
    }
    if (options.loki() != null) {
      add(loki(options.loki()));
    }
    guard.start();
    root.addAppender(guard);
  }

  private void add(Appender<ILoggingEvent> appender) {
    added.add(appender);
    guard.add(appender);
  }

  private Appender<ILoggingEvent> console() {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(root.getLoggerContext());
    console.setName("tocsin-console");
    console.setEncoder(options.format() == LogOptions.Format.JSON ? json() : readable());
    console.start();
    return console;
  }

  private Appender<ILoggingEvent> loki(LokiOptions loki) {
    LokiAppender appender = new LokiAppender(new LokiShipper(loki, counts), json());
    appender.setContext(root.getLoggerContext());
    appender.setName("tocsin-loki");
    appender.start();
    return appender;
  }

  private JsonLineEncoder json() {
    JsonLineEncoder encoder = new JsonLineEncoder(options.service());
    encoder.setContext(root.getLoggerContext());
    encoder.start();
    return encoder;
  }

  private Encoder<ILoggingEvent> readable() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(root.getLoggerContext());
    encoder.setPattern(READABLE_PATTERN);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.start();
    return encoder;
  }

  /// What decides about the lines of requests.
  public RequestLog requests() {
    return requests;
  }

  public LogCounts counts() {
    return counts;
  }

  public LogOptions options() {
    return options;
  }

  private List<Appender<ILoggingEvent>> appenders() {
    List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
    for (Iterator<Appender<ILoggingEvent>> each = root.iteratorForAppenders(); each.hasNext(); ) {
      appenders.add(each.next());
    }
    return appenders;
  }

  /// Waits until Loki has the lines so far or they are given up, or the time is over.
  public void flush(Duration limit) throws InterruptedException {
    for (Appender<ILoggingEvent> appender : added) {
      if (appender instanceof LokiAppender loki) {
        loki.flush(limit);
      }
    }
  }

  /// Puts the former appenders back and ends what was added; what waits for Loki is sent first.
  @Override
  public void close() {
    if (root.detachAppender(guard)) {
      former.forEach(root::addAppender);
    }
    added.forEach(Appender::stop);
  }
}

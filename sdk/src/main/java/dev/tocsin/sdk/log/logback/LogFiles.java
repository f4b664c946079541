package dev.tocsin.sdk.log.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedFileNamingAndTriggeringPolicy;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dev.tocsin.sdk.log.FileOptions;
import java.util.function.Supplier;

/// Builds the rolling files.
final class LogFiles {

  private final Context context;
  private final FileOptions options;
  private final Supplier<Encoder<ILoggingEvent>> encoders;

  LogFiles(Context context, FileOptions options, Supplier<Encoder<ILoggingEvent>> encoders) {
    this.context = context;
    this.options = options;
    this.encoders = encoders;
  }

  RollingFileAppender<ILoggingEvent> combined() {
    return started(file("combined", options.combinedDays()));
  }

  RollingFileAppender<ILoggingEvent> errors() {
    RollingFileAppender<ILoggingEvent> file = file("error", options.errorDays());
    ThresholdFilter errorsOnly = new ThresholdFilter();
    errorsOnly.setLevel(Level.ERROR.toString());
    errorsOnly.start();
    file.addFilter(errorsOnly);
    return started(file);
  }

  private RollingFileAppender<ILoggingEvent> file(String name, int days) {
    RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
    file.setContext(context);
    file.setName("tocsin-" + name);
    file.setFile(options.folder().resolve(name + ".log").toString());
    file.setEncoder(encoders.get());
    TimeBasedRollingPolicy<ILoggingEvent> policy = new TimeBasedRollingPolicy<>();
    policy.setContext(context);
    policy.setParent(file);
    policy.setFileNamePattern(
        options.folder().resolve(name + "-%d{yyyy-MM-dd,UTC}.%i.log.gz").toString());
    policy.setMaxHistory(days);
    policy.setTotalSizeCap(megabytes(options.maxTotalMegabytes()));
    policy.setTimeBasedFileNamingAndTriggeringPolicy(size());
    policy.setCleanHistoryOnStart(true);
    policy.start();
    file.setRollingPolicy(policy);
    return file;
  }

  private SizeAndTimeBasedFileNamingAndTriggeringPolicy<ILoggingEvent> size() {
    SizeAndTimeBasedFileNamingAndTriggeringPolicy<ILoggingEvent> size =
        new SizeAndTimeBasedFileNamingAndTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(megabytes(options.maxFileMegabytes()));
    // Logback looks at the size once a minute otherwise, which a burst outruns.
    size.setCheckIncrement(Duration.buildBySeconds(1));
    return size;
  }

  private static FileSize megabytes(int size) {
    return new FileSize(size * FileSize.MB_COEFFICIENT);
  }

  private static RollingFileAppender<ILoggingEvent> started(
      RollingFileAppender<ILoggingEvent> file) {
    file.start();
    return file;
  }
}

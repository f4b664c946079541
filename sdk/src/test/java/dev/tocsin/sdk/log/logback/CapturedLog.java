package dev.tocsin.sdk.log.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.sdk.log.LogOptions;
import dev.tocsin.sdk.log.SamplingOptions;
import dev.tocsin.sdk.redact.Redactor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// The real root logger of the test's process with its lines caught as JSON.
final class CapturedLog implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  final LogbackSetup setup;
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();

  CapturedLog(SamplingOptions sampling, InstantSource clock) {
    context.getLogger("ROOT").detachAndStopAllAppenders();
    context.getLogger("ROOT").setLevel(Level.INFO);
    JsonLineEncoder encoder = new JsonLineEncoder("shop");
    encoder.setContext(context);
    encoder.start();
    appender.setContext(context);
    appender.setName("captured");
    appender.setEncoder(encoder);
    appender.setOutputStream(out);
    appender.start();
    context.getLogger("ROOT").addAppender(appender);
    LogOptions options =
        new LogOptions(
            "shop", LogOptions.Format.UNCHANGED, sampling, Redactor.standard(), null, null);
    setup = LogbackSetup.install(context, options, clock);
  }

  String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  List<JsonNode> lines() {
    return text().lines().map(CapturedLog::parse).toList();
  }

  List<String> messages() {
    return lines().stream().map(line -> line.path("message").asText()).toList();
  }

  private static JsonNode parse(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  @Override
  public void close() {
    setup.close();
    context.getLogger("ROOT").detachAppender(appender);
    MDC.clear();
  }
}

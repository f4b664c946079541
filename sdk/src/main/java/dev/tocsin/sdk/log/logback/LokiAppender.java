package dev.tocsin.sdk.log.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.tocsin.sdk.log.LokiShipper;
import java.time.Duration;
import java.util.Locale;

/// Hands lines to Loki's shipper, as JSON.
final class LokiAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

  private final LokiShipper shipper;
  private final JsonLineEncoder encoder;

  LokiAppender(LokiShipper shipper, JsonLineEncoder encoder) {
    this.shipper = shipper;
    this.encoder = encoder;
  }

  @Override
  protected void append(ILoggingEvent event) {
    String level = event.getLevel().toString().toLowerCase(Locale.ROOT);
    shipper.offer(event.getInstant(), level, encoder.line(event));
  }

  void flush(Duration limit) throws InterruptedException {
    shipper.flush(limit);
  }

  @Override
  public void stop() {
    super.stop();
    shipper.close();
  }
}

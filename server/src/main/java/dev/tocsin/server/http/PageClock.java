package dev.tocsin.server.http;

import java.time.InstantSource;

/// The time that pages are rendered at, for templates. Pages show ages against the server's clock.
public final class PageClock {
  private static final ScopedValue<InstantSource> CLOCK = ScopedValue.newInstance();

  private PageClock() {}

  /// Runs a rendering with a clock.
  static void render(InstantSource clock, Runnable rendering) {
    ScopedValue.where(CLOCK, clock).run(rendering);
  }

  public static long nowMillis() {
    return CLOCK.get().millis();
  }
}

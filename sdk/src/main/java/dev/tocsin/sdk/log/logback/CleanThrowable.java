package dev.tocsin.sdk.log.logback;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import dev.tocsin.sdk.redact.Redactor;
import org.jspecify.annotations.Nullable;

/// A failure whose messages, and those of its causes, are redacted.
final class CleanThrowable implements IThrowableProxy {

  private static final int MAX_CAUSES = 20;

  private final IThrowableProxy failure;
  private final @Nullable String message;
  private final @Nullable IThrowableProxy cause;
  private final IThrowableProxy[] suppressed;

  private CleanThrowable(IThrowableProxy failure, Redactor redactor, int depth) {
    this.failure = failure;
    String text = failure.getMessage();
    this.message = text == null ? null : redactor.text(text);
    this.cause = depth < MAX_CAUSES ? of(failure.getCause(), redactor, depth + 1) : null;
    IThrowableProxy[] others = failure.getSuppressed();
    int count = others == null || depth >= MAX_CAUSES ? 0 : Math.min(others.length, MAX_CAUSES);
    this.suppressed = new IThrowableProxy[count];
    for (int i = 0; i < count; i++) {
      suppressed[i] = new CleanThrowable(others[i], redactor, MAX_CAUSES);
    }
  }

  static @Nullable IThrowableProxy of(@Nullable IThrowableProxy failure, Redactor redactor) {
    return of(failure, redactor, 0);
  }

  private static @Nullable IThrowableProxy of(
      @Nullable IThrowableProxy failure, Redactor redactor, int depth) {
    return failure == null ? null : new CleanThrowable(failure, redactor, depth);
  }

  @Override
  public @Nullable String getMessage() {
    return message;
  }

  @Override
  public String getClassName() {
    return failure.getClassName();
  }

  @Override
  public StackTraceElementProxy[] getStackTraceElementProxyArray() {
    return failure.getStackTraceElementProxyArray();
  }

  @Override
  public int getCommonFrames() {
    return failure.getCommonFrames();
  }

  @Override
  public @Nullable IThrowableProxy getCause() {
    return cause;
  }

  @Override
  public IThrowableProxy[] getSuppressed() {
    return suppressed;
  }

  @Override
  public boolean isCyclic() {
    return failure.isCyclic();
  }
}

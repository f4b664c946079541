package dev.tocsin.sdk.guard;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A change was based on a version that is not the current one. Answered as 409 `VERSION_CONFLICT`
/// with the current version and, if there is one, the current state, so that the client can
/// refresh.
public final class VersionConflictException extends Refusal {

  private final long expected;
  private final @Nullable Long current;
  private final transient @Nullable Object snapshot;

  VersionConflictException(long expected, @Nullable Long current, @Nullable Object snapshot) {
    super(409, "VERSION_CONFLICT", text(expected, current));
    this.expected = expected;
    this.current = current;
    this.snapshot = snapshot;
  }

  private static String text(long expected, @Nullable Long current) {
    return current == null
        ? "The change is based on version " + expected + " of something that is gone; read it anew."
        : "The change is based on version "
            + expected
            + ", but the current one is "
            + current
            + "; read it anew and repeat the change.";
  }

  public long expected() {
    return expected;
  }

  /// Null when it is gone.
  public @Nullable Long current() {
    return current;
  }

  @Override
  public Map<String, @Nullable Object> details() {
    Map<String, @Nullable Object> details = new LinkedHashMap<>();
    details.put("expectedVersion", expected);
    details.put("currentVersion", current);
    details.put("current", snapshot);
    return details;
  }
}

package dev.tocsin.sdk.guard;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A change came without the version that it is based on. Answered as 400 `VERSION_REQUIRED`.
public final class VersionMissingException extends Refusal {

  private final String field;

  VersionMissingException(String field) {
    super(
        400,
        "VERSION_REQUIRED",
        "The field '" + field + "' is missing: send the version that you read before the change.");
    this.field = field;
  }

  public String field() {
    return field;
  }

  @Override
  public Map<String, @Nullable Object> details() {
    return Map.of("field", field);
  }
}

package dev.tocsin.sdk.readiness;

import org.jspecify.annotations.Nullable;

/// Where the values of keys come from: the environment, a file, a framework.
@FunctionalInterface
public interface Settings {

  /// The value of a key such as `REDIS_URL`, or null when there is none.
  @Nullable String value(String key);

  /// The variables of this process.
  static Settings ofProcess() {
    return System::getenv;
  }
}

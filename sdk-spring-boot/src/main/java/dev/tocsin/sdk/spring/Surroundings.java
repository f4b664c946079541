package dev.tocsin.sdk.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/// What a setting falls back to.
final class Surroundings {

  private static final String PRODUCTION = "production";

  private Surroundings() {}

  /// The setting, else the variable; blank is as good as absent.
  static @Nullable String text(Environment environment, @Nullable String setting, String variable) {
    String text = setting != null ? setting : environment.getProperty(variable);
    return text == null || text.isBlank() ? null : text;
  }

  /// The setting, else the variable, else the first active profile, else `production`.
  static String stage(Environment environment, @Nullable String setting, String variable) {
    String text = text(environment, setting, variable);
    if (text != null) {
      return text;
    }
    String[] profiles = environment.getActiveProfiles();
    return profiles.length > 0 ? profiles[0] : PRODUCTION;
  }
}

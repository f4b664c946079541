package dev.tocsin.sdk.readiness;

/// How the admin runtime validates access tokens.
public enum AdminTokenValidation {
  /// By itself, with `JWT_ACCESS_SECRET`.
  LOCAL("local"),
  /// It asks the API and keeps the answer for a while.
  CACHED_API("cached-api");

  /// The key that decides.
  public static final String KEY = "JWT_ACCESS_SECRET";

  private final String word;

  AdminTokenValidation(String word) {
    this.word = word;
  }

  static AdminTokenValidation of(Settings settings, DeploymentEnvironment environment) {
    return SettingCheck.of(SettingKind.SECRET, settings.value(KEY), environment).present()
        ? LOCAL
        : CACHED_API;
  }

  /// As it is written in reports.
  public String word() {
    return word;
  }
}

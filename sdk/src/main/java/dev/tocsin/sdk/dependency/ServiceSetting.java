package dev.tocsin.sdk.dependency;

import dev.tocsin.sdk.readiness.DeploymentEnvironment;
import dev.tocsin.sdk.readiness.SettingCheck;
import dev.tocsin.sdk.readiness.SettingKind;
import dev.tocsin.sdk.readiness.Settings;
import org.jspecify.annotations.Nullable;

/// The environment variable that configures a service. The value is never printed.
public final class ServiceSetting {

  private final String key;
  private final @Nullable String value;
  private final SettingCheck check;

  private ServiceSetting(String key, @Nullable String value, SettingCheck check) {
    this.key = key;
    this.value = value;
    this.check = check;
  }

  /// Reads a key and judges its value for the environment, as the configuration contract does.
  public static ServiceSetting read(
      String key, SettingKind kind, Settings settings, DeploymentEnvironment environment) {
    String value = settings.value(key);
    return new ServiceSetting(key, value, SettingCheck.of(kind, value, environment));
  }

  String key() {
    return key;
  }

  SettingCheck check() {
    return check;
  }

  /// The value when it is PRESENT, else null.
  @Nullable String usable() {
    return check.present() ? value : null;
  }

  @Override
  public String toString() {
    return key + " " + check.state();
  }
}

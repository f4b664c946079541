package dev.tocsin.sdk.dependency;

import dev.tocsin.sdk.health.DescribedIndicator;
import dev.tocsin.sdk.health.HealthCheck;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.IndicatorDescription;
import dev.tocsin.sdk.health.IndicatorKind;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A service that is asked only when its setting can be right; else it is NOT_CONFIGURED, with the
/// name of the variable and what is wrong with it.
public final class ConfiguredIndicator implements DescribedIndicator, Closeable {

  private final IndicatorDescription description;
  private final IndicatorKind kind;
  private final ServiceSetting setting;
  private final Function<String, HealthCheck> checks;
  private @Nullable HealthCheck check;

  public ConfiguredIndicator(
      IndicatorDescription description,
      ServiceSetting setting,
      Function<String, HealthCheck> checks) {
    this(description, IndicatorKind.OTHER, setting, checks);
  }

  /// @param checks makes the check out of the setting's value, at the first question
  public ConfiguredIndicator(
      IndicatorDescription description,
      IndicatorKind kind,
      ServiceSetting setting,
      Function<String, HealthCheck> checks) {
    this.description = description;
    this.kind = kind;
    this.setting = setting;
    this.checks = checks;
  }

  @Override
  public IndicatorDescription description() {
    return description;
  }

  @Override
  public IndicatorKind kind() {
    return kind;
  }

  @Override
  public HealthOutcome check() throws Exception {
    String value = setting.usable();
    return value == null
        ? new HealthOutcome.NotConfigured(setting.key(), setting.check().reason())
        : made(value).check();
  }

  /// Closes what the check keeps open.
  @Override
  public synchronized void close() throws IOException {
    if (check instanceof Closeable open) {
      open.close();
    }
  }

  private synchronized HealthCheck made(String value) {
    HealthCheck known = check;
    if (known == null) {
      known = checks.apply(value);
      check = known;
    }
    return known;
  }
}

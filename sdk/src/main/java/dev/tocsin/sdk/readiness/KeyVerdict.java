package dev.tocsin.sdk.readiness;

import java.util.LinkedHashMap;
import java.util.Map;

/// One key of the contract and how it stands.
///
/// @param failed whether it breaks the contract in this environment
public record KeyVerdict(ContractKey key, SettingCheck check, boolean failed) {

  static KeyVerdict of(ContractKey key, Settings settings, DeploymentEnvironment environment) {
    SettingCheck check = SettingCheck.of(key.kind(), settings.value(key.name()), environment);
    boolean wrong =
        switch (check.state()) {
          case PRESENT -> false;
          case MISSING -> key.required();
          case INVALID -> true;
        };
    return new KeyVerdict(key, check, wrong && environment.deployed());
  }

  Map<String, Object> content() {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("key", key.name());
    content.put("state", check.state().word());
    content.put("required", key.required());
    content.put("feature", key.feature());
    content.put("failed", failed);
    if (!check.present()) {
      content.put("reason", key.name() + " " + check.reason());
    }
    return content;
  }
}

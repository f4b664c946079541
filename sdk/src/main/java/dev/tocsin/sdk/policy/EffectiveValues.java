package dev.tocsin.sdk.policy;

import dev.tocsin.sdk.guard.DegradedControl;
import dev.tocsin.sdk.guard.StalenessRule;
import dev.tocsin.sdk.lifecycle.Lifecycle;
import dev.tocsin.sdk.lifecycle.Stage;
import dev.tocsin.sdk.ratelimit.RateLimitRule;
import dev.tocsin.sdk.usage.ModelContract;
import dev.tocsin.sdk.usage.ModelId;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Registers what the SDK's features run with, under the names of the governance file. Names are
/// made from keys in camelCase: `chat-session.brief-lifecycle` and `QUEUED` become
/// `chatSessionBriefLifecycleQueued`.
public final class EffectiveValues {

  private static final Pattern SEPARATOR = Pattern.compile("[^a-zA-Z0-9]+");
  private static final String FX_KEY = "i18n.fx-rates.stale-grace-window";
  private static final String ADS = "ads";

  private final Policies policies;

  public EffectiveValues(Policies policies) {
    this.policies = policies;
  }

  /// `staleFx` for exchange rates, else the rule's key: `graceWindow` and `freshFor`.
  public void staleness(StalenessRule rule) {
    String policy = rule.staleKey().equals(FX_KEY) ? "staleFx" : camelCase(rule.staleKey());
    policies.register(policy, "graceWindow", rule::grace);
    policies.register(policy, "freshFor", rule::freshFor);
  }

  /// `ads` for the controls of advertisements, else the control's key: `degradedModePolicy`.
  public void control(DegradedControl control) {
    String key = control.fallbackKey();
    String policy = key.startsWith(ADS + ".") ? ADS : camelCase(key);
    policies.register(policy, "degradedModePolicy", () -> control.policy().label());
  }

  /// `llmRollout`: `models` as `provider/model`, and `pricingSha256` of the prices in force.
  public void models(ModelContract contract) {
    policies.register(
        "llmRollout", "models", () -> contract.allowed().stream().map(ModelId::toString).toList());
    policies.register("llmRollout", "pricingSha256", contract::pricingHash);
  }

  /// `lifecycles`: the age limit of each stage, as it is now.
  public void lifecycle(Lifecycle lifecycle) {
    for (Stage stage : lifecycle.stages()) {
      String name = stage.name();
      policies.register(
          "lifecycles",
          camelCase(lifecycle.name() + "." + name.toLowerCase(Locale.ROOT)),
          () -> limit(lifecycle, name));
    }
  }

  /// `rateLimits`: `<limit> in <window>`.
  public void rateLimit(RateLimitRule rule) {
    policies.register(
        "rateLimits", camelCase(rule.limiter()), () -> rule.limit() + " in " + rule.window());
  }

  private static Duration limit(Lifecycle lifecycle, String stage) {
    Optional<Stage> known = lifecycle.stage(stage);
    return known.map(Stage::ageLimit).orElse(Duration.ZERO);
  }

  private static String camelCase(String key) {
    StringBuilder name = new StringBuilder();
    for (String word : SEPARATOR.split(key)) {
      if (!word.isEmpty()) {
        char first = word.charAt(0);
        name.append(name.isEmpty() ? first : Character.toUpperCase(first))
            .append(word, 1, word.length());
      }
    }
    return name.toString();
  }
}

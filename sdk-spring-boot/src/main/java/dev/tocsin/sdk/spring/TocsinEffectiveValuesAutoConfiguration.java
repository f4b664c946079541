package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.guard.BoundedStaleness;
import dev.tocsin.sdk.guard.DegradedControl;
import dev.tocsin.sdk.guard.StalenessRule;
import dev.tocsin.sdk.lifecycle.Lifecycle;
import dev.tocsin.sdk.policy.EffectiveValues;
import dev.tocsin.sdk.policy.Policies;
import dev.tocsin.sdk.ratelimit.RateLimitRule;
import dev.tocsin.sdk.usage.ModelContract;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/// Tells [Policies] what the features of this application run with.
@AutoConfiguration(after = TocsinPoliciesAutoConfiguration.class)
@ConditionalOnBean(Policies.class)
public final class TocsinEffectiveValuesAutoConfiguration {

  @Bean
  EffectiveValues tocsinEffectiveValues(Policies policies) {
    return new EffectiveValues(policies);
  }

  @Bean
  SmartInitializingSingleton tocsinGuardValues(
      EffectiveValues values,
      ObjectProvider<StalenessRule> rules,
      ObjectProvider<BoundedStaleness> staleness,
      ObjectProvider<DegradedControl> controls) {
    return () -> {
      Stream.concat(rules.stream(), staleness.stream().map(BoundedStaleness::rule))
          .distinct()
          .forEach(values::staleness);
      controls.forEach(values::control);
    };
  }

  @Bean
  SmartInitializingSingleton tocsinWorkValues(
      EffectiveValues values,
      ObjectProvider<Lifecycle> lifecycles,
      ObjectProvider<ModelContract> models,
      ObjectProvider<RateLimitRule> limits) {
    return () -> {
      lifecycles.forEach(values::lifecycle);
      models.forEach(values::models);
      limits.forEach(values::rateLimit);
    };
  }
}

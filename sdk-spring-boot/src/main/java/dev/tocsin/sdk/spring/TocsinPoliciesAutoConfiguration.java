package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.OpsEndpoint;
import dev.tocsin.sdk.policy.Governance;
import dev.tocsin.sdk.policy.Policies;
import dev.tocsin.sdk.policy.PoliciesBlock;
import dev.tocsin.sdk.policy.PoliciesEndpoint;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/// The governance file and the effective values, which features register with [Policies].
@AutoConfiguration(after = TocsinMetricsAutoConfiguration.class)
@EnableConfigurationProperties(PoliciesProperties.class)
@ConditionalOnBooleanProperty(name = "tocsin.policies.enabled", matchIfMissing = true)
public final class TocsinPoliciesAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Policies tocsinPolicies(
      PoliciesProperties settings, Environment environment, Telemetry telemetry) {
    return new Policies(governance(settings, environment), InstantSource.system(), telemetry);
  }

  @Bean
  OpsEndpoint tocsinPoliciesEndpoint(Policies policies) {
    return new PoliciesEndpoint(policies);
  }

  @Bean
  OpsBlock tocsinPoliciesBlock(Policies policies) {
    return new PoliciesBlock(policies);
  }

  private static Governance governance(PoliciesProperties settings, Environment environment) {
    @Nullable Path set = settings.file();
    if (set != null) {
      return Governance.load(set);
    }
    String variable = environment.getProperty("GOVERNANCE_FILE", "");
    return variable.isBlank() ? Governance.none() : Governance.load(Path.of(variable));
  }
}

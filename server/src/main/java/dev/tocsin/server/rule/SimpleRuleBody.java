package dev.tocsin.server.rule;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A simple rule as it is sent; what is absent stays as it was or gets its default.
record SimpleRuleBody(
    @Nullable String name,
    @Nullable String description,
    @Nullable String metric,
    @Nullable String condition,
    @Nullable BigDecimal threshold,
    @Nullable Integer duration,
    @Nullable Integer evaluationInterval,
    @Nullable String channel,
    @Nullable List<String> recipients,
    @Nullable Boolean isActive,
    @Nullable Integer cooldownMinutes,
    @Nullable String severity,
    @Nullable String kind,
    @Nullable Map<String, String> labels,
    @Nullable Integer window,
    @Nullable String denominator,
    @Nullable List<String> groupBy,
    @Nullable BigDecimal recoveryThreshold,
    @Nullable Integer consecutive,
    @Nullable String owner,
    @Nullable String runbookUrl) {
  SimpleRuleBody withRecipients(List<String> others) {
    return new SimpleRuleBody(
        name,
        description,
        metric,
        condition,
        threshold,
        duration,
        evaluationInterval,
        channel,
        others,
        isActive,
        cooldownMinutes,
        severity,
        kind,
        labels,
        window,
        denominator,
        groupBy,
        recoveryThreshold,
        consecutive,
        owner,
        runbookUrl);
  }
}

package dev.tocsin.sdk.spring;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.llm`; `sdk/docs/usage.md` explains each.
///
/// @param dailyLimit what each user may spend a day, in the currency of the prices; not set means
///   no limit
/// @param createTables whether the tables are created at start
@ConfigurationProperties("tocsin.llm")
record TocsinLlmProperties(
    @Nullable BigDecimal dailyLimit, @DefaultValue("true") boolean createTables) {}

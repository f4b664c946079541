package dev.tocsin.sdk.usage;

import java.time.LocalDate;

/// The key of the daily aggregate. The currency is in it so that amounts in two currencies are
/// never added.
record UsageKey(String user, LocalDate day, ModelId model, UsageSource source, String currency) {}

package dev.tocsin.sdk.usage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// The log events of the meter, with names and fields that do not change.
final class UsageLog {

  /// Of each call.
  static final String USAGE = "llm.usage";

  /// Of a call that could not be written into the ledger and never will be.
  static final String LOST = "llm.usage.lost";

  private static final Logger LOG = LoggerFactory.getLogger("dev.tocsin.sdk.usage");

  private UsageLog() {}

  static void usage(UsageEvent event) {
    write(Level.INFO, USAGE, event);
  }

  static void lost(UsageEvent event) {
    write(Level.ERROR, LOST, event);
  }

  static void storeFailed(String what, Exception e) {
    LOG.warn("The usage ledger did not answer: {}.", what, e);
  }

  static void alarmFailed(String key, RuntimeException e) {
    LOG.warn("Raising {} failed.", key, e);
  }

  private static void write(Level level, String name, UsageEvent event) {
    UsageKey key = event.key();
    LOG.atLevel(level)
        .addKeyValue("event", name)
        .addKeyValue("usageId", event.id())
        .addKeyValue("usageUser", key.user())
        .addKeyValue("day", key.day().toString())
        .addKeyValue("provider", key.model().provider())
        .addKeyValue("model", key.model().model())
        .addKeyValue("source", key.source().label())
        .addKeyValue("inputTokens", event.tokens().inputTokens())
        .addKeyValue("outputTokens", event.tokens().outputTokens())
        .addKeyValue("inputCost", Cost.decimal(event.cost().inputNanos()).toPlainString())
        .addKeyValue("outputCost", Cost.decimal(event.cost().outputNanos()).toPlainString())
        .addKeyValue("currency", key.currency())
        .log(name);
  }
}

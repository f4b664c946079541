package dev.tocsin.server;

import dev.tocsin.server.deliver.DeliveryOptions;
import dev.tocsin.server.deliver.Notifier;
import dev.tocsin.server.rule.AlertChannel;
import dev.tocsin.server.rule.RuleDesk;
import dev.tocsin.server.rule.StoredRule;

/// Tries how a simple rule is told: by the configured channel whose name says the rule's kind of
/// channel.
final class RuleTestNotice implements RuleDesk.TestNotice {
  private final DeliveryOptions options;
  private final Notifier notifier;

  RuleTestNotice(DeliveryOptions options, Notifier notifier) {
    this.options = options;
    this.notifier = notifier;
  }

  @Override
  public String send(StoredRule rule, String by) {
    var wanted = rule.rule().notice().channel();
    var type = type(wanted);
    var channel =
        options.channelNames().stream()
            .filter(name -> name.contains(type))
            .findFirst()
            .orElseThrow(
                () ->
                    RuleDesk.refusal(
                        "no channel with \"%s\" in its name is set up; add one to delivery.channels"
                            .formatted(type)));
    return notifier.test(channel, by);
  }

  private static String type(AlertChannel channel) {
    return switch (channel) {
      case EMAIL -> "email";
      case WEBHOOK, INCIDENT_WEBHOOK -> "webhook";
      case SLACK -> "slack";
      case PAGERDUTY -> "pagerduty";
    };
  }
}

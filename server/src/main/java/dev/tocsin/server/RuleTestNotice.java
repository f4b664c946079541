package dev.tocsin.server;

import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.DeliveryOptions;
import dev.tocsin.server.deliver.Message;
import dev.tocsin.server.deliver.Notifier;
import dev.tocsin.server.deliver.OwnWishes;
import dev.tocsin.server.rule.AlertChannel;
import dev.tocsin.server.rule.RuleDesk;
import dev.tocsin.server.rule.StoredRule;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Tries how a simple rule is told: by the configured channel whose name says the rule's kind of
/// channel, to the rule's own receivers if it has some.
final class RuleTestNotice implements RuleDesk.TestNotice {
  private final DeliveryOptions options;
  private final Notifier notifier;
  private final String root;
  private final InstantSource clock;

  RuleTestNotice(DeliveryOptions options, Notifier notifier, URI publicUrl, InstantSource clock) {
    this.options = options;
    this.notifier = notifier;
    this.root = publicUrl.toString().replaceAll("/+$", "");
    this.clock = clock;
  }

  @Override
  public String send(StoredRule rule, String by) {
    var notice = rule.rule().notice();
    var kind = kind(notice.channel());
    var channel =
        options
            .channelFor(kind)
            .orElseThrow(
                () ->
                    RuleDesk.refusal(
                        "no channel with \"%s\" in its name is set up; add one to delivery.channels"
                            .formatted(kind)));
    return notifier.test(channel.name(), notice.recipients(), message(rule, by));
  }

  /// Whom a simple rule wants told.
  static Optional<OwnWishes.Wish> wish(StoredRule rule) {
    var notice = rule.rule().notice();
    return Optional.of(new OwnWishes.Wish(kind(notice.channel()), notice.recipients()));
  }

  private static String kind(AlertChannel channel) {
    return switch (channel) {
      case EMAIL -> "email";
      case WEBHOOK -> "webhook";
      case INCIDENT_WEBHOOK -> "incident-webhook";
      case SLACK -> "slack";
      case PAGERDUTY -> "pagerduty";
    };
  }

  /// What the rule would say, without an incident and as a test.
  private Message message(StoredRule stored, String by) {
    var rule = stored.rule();
    long now = clock.millis();
    var page = root + "/admin/rules/" + stored.id();
    var runbook = rule.notice().runbookUrl();
    var value = stored.figures().lastValue();
    return new Message(
        ChangeKind.TEST,
        "",
        "Test of the rule \"" + rule.name() + "\"",
        rule.notice().severity(),
        "",
        List.of(),
        rule.description(),
        by + " tries how this rule is told. Nothing is wrong.",
        List.of(
            new Message.Reading(
                rule.name(),
                value == null ? "no value yet" : value.toPlainString(),
                rule.test().threshold().toPlainString(),
                rule.signal().metric(),
                rule.test().condition().name(),
                rule.signal().selector(),
                now)),
        now,
        now,
        new Message.Links(page, runbook.startsWith("/") ? root + runbook : runbook, page),
        List.of());
  }
}

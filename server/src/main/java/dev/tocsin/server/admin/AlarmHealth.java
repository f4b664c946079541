package dev.tocsin.server.admin;

import dev.tocsin.server.deliver.AdminNotice;
import dev.tocsin.server.deliver.Delivery;
import dev.tocsin.server.deliver.DeliveryFigures;
import dev.tocsin.server.deliver.DeliveryLog;
import dev.tocsin.server.deliver.DeliveryOptions;
import dev.tocsin.server.ingest.TargetStatus;
import dev.tocsin.server.rule.Rule;
import dev.tocsin.server.rule.RuleEngine;
import dev.tocsin.server.rule.RuleHealth;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Whether the alarm itself works: a silent alarm looks like a calm day.
public final class AlarmHealth {
  private static final int DELIVERIES_SHOWN = 5;
  private static final int NOTICES_SHOWN = 5;
  private static final Duration NOTICES_SINCE = Duration.ofHours(24);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
  private static final Duration LONGEST_QUEUEING = Duration.ofMinutes(2);

  private final DeliveryOptions delivery;
  private final DeliveryLog deliveries;
  private final RuleEngine rules;
  private final Supplier<List<TargetStatus>> targets;
  private final InstantSource clock;

  /// A rule whose last evaluation failed.
  public record FailingRule(Rule rule, RuleHealth health) {}

  /// What is known of each link of the chain.
  ///
  /// @param channels the names of those that people are told through
  /// @param workerAlive whether the delivery worker was seen at work lately
  /// @param queueStuck whether something has waited for longer than it should
  /// @param latest the newest deliveries
  /// @param notices the newest of the last day
  public record View(
      DeliveryFigures figures,
      List<String> channels,
      boolean workerAlive,
      boolean queueStuck,
      List<Delivery> latest,
      List<TargetStatus> targets,
      List<FailingRule> failing,
      long ruleCount,
      List<AdminNotice> notices) {
    public View {
      channels = List.copyOf(channels);
      latest = List.copyOf(latest);
      targets = List.copyOf(targets);
      failing = List.copyOf(failing);
      notices = List.copyOf(notices);
    }

    public long targetsDown() {
      return targets.stream().filter(it -> it.health() == TargetStatus.Health.DOWN).count();
    }

    public boolean isGood() {
      return ruleCount > 0
          && workerAlive
          && !queueStuck
          && figures.deadLetters() == 0
          && targetsDown() == 0
          && failing.isEmpty();
    }
  }

  public AlarmHealth(
      DeliveryOptions delivery,
      DeliveryLog deliveries,
      RuleEngine rules,
      Supplier<List<TargetStatus>> targets,
      InstantSource clock) {
    this.delivery = delivery;
    this.deliveries = deliveries;
    this.rules = rules;
    this.targets = targets;
    this.clock = clock;
  }

  View now() {
    var figures = deliveries.figures();
    var all = rules.rules().rules();
    return new View(
        figures,
        delivery.channelNames(),
        clock.millis() - figures.heartbeatMillis() <= LONGEST_SILENCE.toMillis(),
        figures.oldestPendingAgeMillis() > LONGEST_QUEUEING.toMillis(),
        deliveries.list(Set.of(), DELIVERIES_SHOWN, 0).deliveries(),
        targets.get(),
        all.stream()
            .map(rule -> new FailingRule(rule, rules.health(rule)))
            .filter(it -> it.health().state() == RuleHealth.State.FAILING)
            .toList(),
        all.size(),
        deliveries.notices(NOTICES_SHOWN, 0).stream()
            .filter(it -> clock.millis() - it.atMillis() <= NOTICES_SINCE.toMillis())
            .toList());
  }
}

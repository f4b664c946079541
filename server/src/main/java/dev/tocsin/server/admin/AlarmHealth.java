package dev.tocsin.server.admin;

import dev.tocsin.server.deliver.AdminNotice;
import dev.tocsin.server.deliver.ChannelReadiness;
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
import java.util.ArrayList;
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
  private final ChannelReadiness readiness;
  private final InstantSource clock;

  /// A rule whose last evaluation failed.
  public record FailingRule(Rule rule, RuleHealth health) {}

  /// How notifications leave.
  ///
  /// @param channels the names of those that people are told through
  /// @param isAlive whether the worker was seen at work lately
  /// @param isStuck whether something has waited for longer than it should
  /// @param latest the newest deliveries
  public record Queue(
      DeliveryFigures figures,
      List<String> channels,
      boolean isAlive,
      boolean isStuck,
      List<Delivery> latest) {
    public Queue {
      channels = List.copyOf(channels);
      latest = List.copyOf(latest);
    }

    public boolean isGood() {
      return isAlive && !isStuck && figures.deadLetters() == 0;
    }
  }

  /// What is known of each link of the chain.
  ///
  /// @param notices the newest of the last day
  /// @param lacks what the policy wants of the ways to reach people and is not there
  public record View(
      Queue queue,
      List<TargetStatus> targets,
      List<FailingRule> failing,
      long ruleCount,
      List<AdminNotice> notices,
      List<String> lacks) {
    public View {
      lacks = List.copyOf(lacks);
      targets = List.copyOf(targets);
      failing = List.copyOf(failing);
      notices = List.copyOf(notices);
    }

    public long targetsDown() {
      return targets.stream().filter(it -> it.health() == TargetStatus.Health.DOWN).count();
    }

    public boolean isGood() {
      return lacks.isEmpty()
          && ruleCount > 0
          && queue.isGood()
          && targetsDown() == 0
          && failing.isEmpty();
    }
  }

  public AlarmHealth(
      DeliveryOptions delivery,
      DeliveryLog deliveries,
      RuleEngine rules,
      Supplier<List<TargetStatus>> targets,
      ChannelReadiness readiness,
      InstantSource clock) {
    this.delivery = delivery;
    this.deliveries = deliveries;
    this.rules = rules;
    this.targets = targets;
    this.readiness = readiness;
    this.clock = clock;
  }

  View now() {
    var all = rules.rules().rules();
    return new View(
        queue(),
        targets.get(),
        all.stream()
            .map(rule -> new FailingRule(rule, rules.health(rule)))
            .filter(it -> it.health().state() == RuleHealth.State.FAILING)
            .toList(),
        all.size(),
        deliveries.notices(NOTICES_SHOWN, 0).stream()
            .filter(it -> clock.millis() - it.atMillis() <= NOTICES_SINCE.toMillis())
            .toList(),
        lacks());
  }

  private List<String> lacks() {
    var lacks =
        new ArrayList<>(readiness.lacks().stream().map(ChannelReadiness.Lack::text).toList());
    if (readiness.isDrillOverdue()) {
      lacks.add("The exercise of replaying dead letters is overdue");
    }
    return lacks;
  }

  private Queue queue() {
    var figures = deliveries.figures();
    return new Queue(
        figures,
        delivery.channelNames(),
        clock.millis() - figures.heartbeatMillis() <= LONGEST_SILENCE.toMillis(),
        figures.oldestPendingAgeMillis() > LONGEST_QUEUEING.toMillis(),
        deliveries.list(Set.of(), DELIVERIES_SHOWN, 0).deliveries());
  }
}

package dev.tocsin.server;

import dev.tocsin.server.alert.AlertBook;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.pack.Packs;
import dev.tocsin.server.pack.RuleImports;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.LiveRules;
import dev.tocsin.server.rule.RuleClaims;
import dev.tocsin.server.rule.RuleEngine;
import dev.tocsin.server.rule.RuleEvaluation;
import dev.tocsin.server.rule.SimpleRules;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/// The rules of packs, files and the form, and the engine that evaluates them.
final class RuleParts {
  private final Hearers hearers;
  private final RuleEngine engine;
  private final LiveRules live;
  private final RuleImports imports;
  private final Packs packs;

  /// Who hears of each evaluation.
  record Hearers(AlertBook alerts, SimpleRules simple) {}

  /// The form has its defaults when this is done.
  RuleParts(
      ServerOptions.Judgement judgement,
      SampleParts samples,
      RuleClaims claims,
      Hearers hearers,
      Database database,
      InstantSource clock) {
    this.hearers = hearers;
    imports = new RuleImports(database, judgement.rule(), judgement.packs(), clock);
    packs = judgement.packs();
    var simple = hearers.simple();
    engine =
        new RuleEngine(
            judgement.rules(),
            new RuleEngine.Outlets(
                new RuleEvaluation(samples.queries()::instant),
                samples::record,
                List.of(hearers.alerts(), simple)),
            claims,
            clock);
    simple.seedDefaults(
        judgement.rule().defaultRecipients(),
        judgement.rules().alertRules().stream().map(AlertRule::name).collect(Collectors.toSet()));
    live =
        new LiveRules(
            new LiveRules.Sources(
                judgement.packs().ruleFiles(), judgement.rule(), simple, imports::inForce),
            judgement.rules(),
            engine,
            hearers.alerts()::retire,
            clock);
  }

  RuleEngine engine() {
    return engine;
  }

  LiveRules live() {
    return live;
  }

  RuleImports imports() {
    return imports;
  }

  SimpleRules simple() {
    return hearers.simple();
  }

  /// Looks for changed rules from now on, and ends the alerts of those that are gone. Which packs
  /// came with the program is only noted, so nothing waits for it.
  void follow() {
    live.start();
    Thread.ofVirtual().name("pack versions").start(() -> imports.note(packs));
    hearers.alerts().retire(engine.rules());
  }

  void start() {
    engine.start();
  }

  void stop() {
    live.stop();
    engine.stop();
  }
}

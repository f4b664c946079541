package dev.tocsin.server.ascode;

import dev.tocsin.server.ascode.Applied.Kind;
import dev.tocsin.server.ascode.Applied.Outcome;
import dev.tocsin.server.route.MatcherText;
import dev.tocsin.server.rule.InvalidRuleException;
import dev.tocsin.server.rule.RuleDesk;
import dev.tocsin.server.rule.RuleRefusal;
import dev.tocsin.server.rule.SimpleRule;
import dev.tocsin.server.rule.SimpleRuleBody;
import dev.tocsin.server.rule.StoredRule;
import dev.tocsin.server.silence.Silence;
import dev.tocsin.server.silence.SilenceRefusal;
import dev.tocsin.server.silence.Silences;
import dev.tocsin.server.silence.Window;
import dev.tocsin.server.silence.Windows;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Makes what files want be there, through the same doors that people use. What is there already
/// stays untouched, so applying the same again changes nothing.
public final class Applier {
  private final RuleDesk rules;
  private final Silences silences;
  private final Windows windows;
  private final InstantSource clock;

  public Applier(RuleDesk rules, Silences silences, Windows windows, InstantSource clock) {
    this.rules = rules;
    this.silences = silences;
    this.windows = windows;
    this.clock = clock;
  }

  /// Applies everything that can be; what cannot is told and holds up nothing.
  ///
  /// @param by who wants it
  List<Applied> apply(Bundle bundle, String by) {
    return walk(bundle, new Hand(by, true));
  }

  /// What [#apply] would do.
  List<Applied> check(Bundle bundle) {
    return walk(bundle, new Hand("", false));
  }

  /// Who applies, and whether anything is written.
  private record Hand(String by, boolean writes) {}

  private List<Applied> walk(Bundle bundle, Hand hand) {
    var applied = new ArrayList<Applied>();
    Map<String, StoredRule> stored =
        rules.all().stream()
            .collect(Collectors.toMap(it -> it.rule().name(), Function.identity(), (a, _) -> a));
    bundle.rules().forEach(it -> applied.add(rule(it, stored, hand)));
    var known = silences.endingAfter(clock.millis());
    bundle.silences().forEach(it -> applied.add(silence(it, known, hand)));
    var planned = windows.all();
    bundle.windows().forEach(it -> applied.add(window(it, planned, hand)));
    return applied;
  }

  private Applied rule(SimpleRuleBody wanted, Map<String, StoredRule> stored, Hand hand) {
    var name = String.valueOf(wanted.name()).strip();
    return attempt(
        Kind.RULE,
        name,
        () -> {
          var before = Optional.ofNullable(stored.get(name));
          var rule =
              before.map(it -> rules.draft(wanted, it.rule())).orElseGet(() -> rules.draft(wanted));
          if (before.isEmpty()) {
            var id = hand.writes() ? rules.create(wanted, hand.by()).id() : "";
            return new Applied(Kind.RULE, name, Outcome.CREATED, id, "");
          }
          var id = before.orElseThrow().id();
          if (isSame(rule, before.orElseThrow().rule())) {
            return new Applied(Kind.RULE, name, Outcome.SAME, id, "");
          }
          if (hand.writes()) {
            rules.replace(id, rule, hand.by());
          }
          return new Applied(Kind.RULE, name, Outcome.CHANGED, id, "");
        });
  }

  private static boolean isSame(SimpleRule one, SimpleRule other) {
    return RuleText.write(one).equals(RuleText.write(other));
  }

  private Applied silence(Silences.Wanted wanted, List<Silence> known, Hand hand) {
    var name = name(wanted);
    if (wanted.endsAtMillis() <= clock.millis()) {
      return new Applied(Kind.SILENCE, name, Outcome.OVER, "", "");
    }
    var before =
        known.stream()
            .filter(it -> it.endsAtMillis() == wanted.endsAtMillis())
            .filter(it -> it.reason().equals(wanted.reason()))
            .filter(it -> it.matchers().equals(wanted.matchers()))
            .findFirst();
    if (before.isPresent()) {
      return new Applied(Kind.SILENCE, name, Outcome.SAME, before.orElseThrow().id(), "");
    }
    return attempt(
        Kind.SILENCE,
        name,
        () -> {
          var id = hand.writes() ? silences.put(wanted).id() : "";
          return new Applied(Kind.SILENCE, name, Outcome.CREATED, id, "");
        });
  }

  /// A silence has no name of its own.
  static String name(Silences.Wanted wanted) {
    return MatcherText.print(wanted.matchers())
        + " until "
        + Instant.ofEpochMilli(wanted.endsAtMillis())
        + ": "
        + wanted.reason();
  }

  private Applied window(Windows.Wanted wanted, List<Window> planned, Hand hand) {
    var name = wanted.words().name();
    return attempt(
        Kind.WINDOW,
        name,
        () -> {
          var draft = windows.draft(wanted);
          var before = planned.stream().filter(it -> it.name().equals(name)).findFirst();
          if (before.isEmpty()) {
            var id = hand.writes() ? windows.put(wanted).id() : "";
            return new Applied(Kind.WINDOW, name, Outcome.CREATED, id, "");
          }
          var id = before.orElseThrow().id();
          if (MuteText.write(draft).equals(MuteText.write(before.orElseThrow()))) {
            return new Applied(Kind.WINDOW, name, Outcome.SAME, id, "");
          }
          if (hand.writes()) {
            windows.put(
                new Windows.Wanted(
                    id, wanted.words(), wanted.about(), wanted.bounds(), wanted.intervals()));
          }
          return new Applied(Kind.WINDOW, name, Outcome.CHANGED, id, "");
        });
  }

  /// Takes away what a file does not want any more.
  Applied remove(Kind kind, String name, String id, String by) {
    return attempt(
        kind,
        name,
        () -> {
          switch (kind) {
            case RULE -> rules.delete(id, by);
            case SILENCE -> silences.expire(id);
            case WINDOW -> windows.remove(id);
          }
          return new Applied(kind, name, Outcome.REMOVED, id, "");
        });
  }

  private static Applied attempt(Kind kind, String name, Supplier<Applied> work) {
    try {
      return work.get();
    } catch (InvalidRuleException e) {
      return new Applied(kind, name, Outcome.REFUSED, "", String.join("; ", e.errors()));
    } catch (RuleRefusal | SilenceRefusal e) {
      return new Applied(kind, name, Outcome.REFUSED, "", String.valueOf(e.getMessage()));
    }
  }
}

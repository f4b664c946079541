package dev.tocsin.server.pack;

import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.pack.RuleImport.Content;
import dev.tocsin.server.pack.RuleImport.Origin;
import dev.tocsin.server.pack.RuleImport.Step;
import dev.tocsin.server.rule.RuleOptions;
import dev.tocsin.server.rule.RuleSet;
import dev.tocsin.server.rule.RuleSource;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Rule files that were imported, each under a name with a version, and the record of every version
/// that ever came, shipped packs among them. All servers take the imported files from here.
///
/// A version never goes back unseen: lower than the current one only when confirmed, and the same
/// version never with other rules. Shipped packs come with the program, so theirs is only recorded.
public final class RuleImports {
  /// The most files that there may be.
  static final int LIMIT = 200;

  static final int HISTORY_LIMIT = 500;
  private static final String PACKS = "packs/";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  private final Database database;
  private final RuleOptions options;
  private final RuleLint lint;
  private final Ids ids;
  private final InstantSource clock;

  /// What shall be imported.
  record Wish(String name, String version, String text, boolean confirmDowngrade) {}

  /// What would come of it.
  ///
  /// @param problems why it cannot be imported at all, lint among them
  /// @param refusal why it must not be imported so; empty if it may
  record Plan(
      Step step, RuleSet rules, List<String> changes, List<String> problems, String refusal) {
    Plan {
      changes = List.copyOf(changes);
      problems = List.copyOf(problems);
    }

    boolean isUsable() {
      return problems.isEmpty() && refusal.isEmpty();
    }
  }

  /// @param packs whose runbooks imported rules may link to
  public RuleImports(Database database, RuleOptions options, Packs packs, InstantSource clock) {
    this.database = database;
    this.options = options.alone();
    this.lint = new RuleLint(packs);
    this.ids = new Ids(clock);
    this.clock = clock;
  }

  /// The files that are in force, on every server.
  public List<RuleSource> inForce() {
    return database.read(handle -> new RuleImportTable(handle).inForce()).stream()
        .map(it -> source(it.name(), it.content().text()))
        .toList();
  }

  /// The newest first.
  List<RuleImport> history() {
    return database.read(handle -> new RuleImportTable(handle).history(HISTORY_LIMIT));
  }

  private static RuleSource source(String name, String text) {
    return new RuleSource("imports/" + name + ".yml", text);
  }

  /// Looks at a file without keeping it.
  Plan plan(Wish wish) {
    return plan(wish, current(wish.name()));
  }

  private Optional<RuleImport> current(String name) {
    return database.read(handle -> new RuleImportTable(handle).current(name));
  }

  private Plan plan(Wish wish, Optional<RuleImport> before) {
    var errors = new ArrayList<String>();
    if (!NAME.matcher(wish.name()).matches()) {
      errors.add("name: use at most 64 of a-z, 0-9 and -");
    }
    if (RuleVersion.parse(wish.version()).isEmpty()) {
      errors.add("version: write one to four numbers between points, such as 1.4.0");
    }
    var problems = new Problems();
    var rules = RuleSet.read(List.of(source(wish.name(), wish.text())), options, problems);
    problems.list().stream().map(Problem::toString).forEach(errors::add);
    lint.check(rules).stream().map(Problem::toString).forEach(errors::add);
    if (problems.isEmpty() && rules.rules().isEmpty()) {
      errors.add("file: has no rules; remove the import instead");
    }
    var digests = RuleDigests.of(rules);
    var old = before.map(it -> it.content().rules()).orElse(Map.of());
    var step = errors.isEmpty() ? step(wish.version(), digests, before) : Step.FIRST;
    return new Plan(
        step, rules, RuleDigests.changes(old, digests), errors, refusal(wish, step, before));
  }

  private static Step step(String version, Map<String, String> rules, Optional<RuleImport> before) {
    if (before.isEmpty() || before.get().step() == Step.REMOVAL) {
      return Step.FIRST;
    }
    var was = RuleVersion.parse(before.get().version()).orElseThrow();
    int order = RuleVersion.parse(version).orElseThrow().compareTo(was);
    if (order == 0) {
      return before.get().content().rules().equals(rules) ? Step.SAME : Step.CHANGED;
    }
    return order > 0 ? Step.UPGRADE : Step.DOWNGRADE;
  }

  private static String refusal(Wish wish, Step step, Optional<RuleImport> before) {
    var was = before.map(RuleImport::version).orElse("");
    return switch (step) {
      case FIRST, UPGRADE, SAME, REMOVAL -> "";
      case CHANGED -> "version " + was + " is here with other rules; give these a higher version";
      case DOWNGRADE ->
          wish.confirmDowngrade()
              ? ""
              : "version "
                  + wish.version()
                  + " is older than "
                  + was
                  + ", which is here; confirm the downgrade if you mean it";
    };
  }

  /// Puts a file in force, if its plan is usable; one that is here already changes nothing.
  Plan take(Wish wish, String by) {
    return database.transaction(
        handle -> {
          var table = new RuleImportTable(handle);
          var plan = plan(wish, table.current(wish.name()));
          if (!plan.isUsable() || plan.step() == Step.SAME) {
            return plan;
          }
          if (plan.step() == Step.FIRST && table.inForce().size() >= LIMIT) {
            var full = "there are " + LIMIT + " imported files; join some of them";
            return new Plan(plan.step(), plan.rules(), plan.changes(), List.of(), full);
          }
          var content = new Content(RuleDigests.of(plan.rules()), plan.changes(), wish.text());
          table.add(ids.next(), made(wish.name(), wish.version(), plan.step(), content, by));
          return plan;
        });
  }

  /// Takes a file out of force; whether there was one.
  boolean remove(String name, String by) {
    return database.transaction(
        handle -> {
          var table = new RuleImportTable(handle);
          var current = table.current(name).filter(it -> !it.content().text().isEmpty());
          current.ifPresent(
              it -> {
                var changes = RuleDigests.changes(it.content().rules(), Map.of());
                var content = new Content(Map.of(), changes, "");
                table.add(ids.next(), made(name, it.version(), Step.REMOVAL, content, by));
              });
          return current.isPresent();
        });
  }

  /// Records the versions of the packs that came with the program, where they differ.
  public void note(Packs packs) {
    var news = packs.packs().stream().flatMap(pack -> news(pack).stream()).toList();
    if (!news.isEmpty()) {
      database.transaction(
          handle -> {
            news.forEach(it -> new RuleImportTable(handle).add(ids.next(), it));
            return news;
          });
    }
  }

  private Optional<RuleImport> news(Pack pack) {
    var name = PACKS + pack.name();
    var rules = RuleDigests.of(RuleSet.read(pack.rules(), options, new Problems()));
    var before = current(name);
    var step = step(pack.version(), rules, before);
    if (step == Step.SAME) {
      return Optional.empty();
    }
    var old = before.map(it -> it.content().rules()).orElse(Map.of());
    var content = new Content(rules, RuleDigests.changes(old, rules), "");
    return Optional.of(made(name, pack.version(), step, content, "Tocsin"));
  }

  private RuleImport made(String name, String version, Step step, Content content, String by) {
    return new RuleImport(name, version, step, content, new Origin(by, clock.millis()), true);
  }
}

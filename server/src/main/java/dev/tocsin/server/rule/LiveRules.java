package dev.tocsin.server.rule;

import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Brings all rules together and keeps the engine at them: those of packs, those of the operator's
/// folders, those of the simple form, and the calendar. It looks for edits every few seconds, also
/// for those that were made on another server.
///
/// Files that cannot be read or are wrong change nothing: the rules before stay, and what is wrong
/// is told until it is put right.
public final class LiveRules {
  private static final System.Logger LOG = System.getLogger(LiveRules.class.getName());
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final Sources sources;
  private final RuleEngine engine;
  private final Consumer<Set<String>> retired;
  private final InstantSource clock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private RuleSet files;
  private List<Seen> seenSimple = List.of();
  private List<RuleSource> seenImports = List.of();
  private List<Mark> seenFiles;
  private volatile Reload lastReload;

  /// Where rules come from.
  ///
  /// @param ofPacks the rule files of packs
  /// @param imported reads the files that were imported
  public record Sources(
      List<RuleSource> ofPacks,
      RuleOptions options,
      SimpleRules simple,
      Supplier<List<RuleSource>> imported) {
    public Sources {
      ofPacks = List.copyOf(ofPacks);
    }

    /// Without imports.
    public Sources(List<RuleSource> ofPacks, RuleOptions options, SimpleRules simple) {
      this(ofPacks, options, simple, List::of);
    }
  }

  /// How the last reading of rule files went.
  ///
  /// @param problems empty if they are in force
  public record Reload(long atMillis, List<Problem> problems) {
    public Reload {
      problems = List.copyOf(problems);
    }
  }

  /// A simple rule without what its evaluations change.
  private record Seen(String id, SimpleRule rule) {
    static List<Seen> of(List<StoredRule> stored) {
      return stored.stream().map(it -> new Seen(it.id(), it.rule())).toList();
    }
  }

  /// How a file looks from outside.
  private record Mark(Path file, FileTime changed, long size) {}

  /// @param files what was read at the start
  /// @param retired is told the keys of alert rules that are no longer there
  public LiveRules(
      Sources sources,
      RuleSet files,
      RuleEngine engine,
      Consumer<Set<String>> retired,
      InstantSource clock) {
    this.sources = sources;
    this.files = files;
    this.engine = engine;
    this.retired = retired;
    this.clock = clock;
    this.seenFiles = marks();
    this.lastReload = new Reload(clock.millis(), List.of());
  }

  /// Reads the rule files again, changed or not.
  public synchronized Reload reload() {
    seenFiles = marks();
    var problems = new Problems();
    var read = RuleSet.read(sources.ofPacks(), sources.options(), problems);
    var before = lastReload;
    lastReload = new Reload(clock.millis(), problems.list());
    if (problems.isEmpty()) {
      files = read;
      apply();
    }
    tell(before);
    return lastReload;
  }

  private void tell(Reload before) {
    var problems = lastReload.problems();
    if (!problems.isEmpty() && !problems.equals(before.problems())) {
      var list = problems.stream().map(Problem::toString).collect(Collectors.joining("\n  "));
      LOG.log(
          System.Logger.Level.ERROR,
          "the rule files are not usable, the rules before stay in force:\n  " + list);
    } else if (problems.isEmpty() && !before.problems().isEmpty()) {
      LOG.log(System.Logger.Level.INFO, "the rule files are usable again and in force");
    }
  }

  public Reload lastReload() {
    return lastReload;
  }

  /// Looks whether anything was edited, here or elsewhere.
  public synchronized void look() {
    if (!marks().equals(seenFiles)) {
      reload();
    }
    boolean isImport = !sources.imported().get().equals(seenImports);
    if (isImport || !Seen.of(sources.simple().all()).equals(seenSimple)) {
      apply();
    }
  }

  /// Puts all rules in force, and ends the alerts of those that are gone.
  private synchronized void apply() {
    var stored = sources.simple().all();
    seenSimple = Seen.of(stored);
    var groups = new ArrayList<>(files.groups());
    groups.addAll(imported().groups());
    sources.options().calendar().group(clock.instant()).ifPresent(groups::add);
    for (var rule : stored) {
      if (rule.rule().active()) {
        groups.add(rule.rule().compiled(rule.id(), sources.options().seriesPerRule()));
      }
    }
    var next = new RuleSet(groups);
    var gone = keys(engine.rules());
    gone.removeAll(keys(next));
    engine.replace(next);
    if (!gone.isEmpty()) {
      retired.accept(gone);
    }
  }

  /// They were checked when they came; one that a newer program cannot read any more is told and
  /// left out.
  private RuleSet imported() {
    seenImports = sources.imported().get();
    var problems = new Problems();
    var rules = RuleSet.read(seenImports, sources.options().alone(), problems);
    problems.list().forEach(it -> LOG.log(System.Logger.Level.ERROR, "imported rules: " + it));
    return rules;
  }

  private static Set<String> keys(RuleSet rules) {
    return rules.alertRules().stream()
        .map(AlertRule::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Mark> marks() {
    var marks = new ArrayList<Mark>();
    for (var directory : sources.options().directories()) {
      try (var list = Files.list(directory)) {
        for (var file : list.filter(RuleSet::isRuleFile).sorted().toList()) {
          marks.add(new Mark(file, Files.getLastModifiedTime(file), Files.size(file)));
        }
      } catch (IOException e) {
        // a folder or file that has gone is a change like any other, which the reading then tells
        marks.add(new Mark(directory, FileTime.fromMillis(0), -1));
      }
    }
    return marks;
  }

  /// Puts the simple rules in force and looks for edits from now on.
  public void start() {
    apply();
    sources.simple().onChange(this::lookOrTell);
    Thread.ofVirtual().name("rule edits").start(this::keepLooking);
  }

  public void stop() {
    stopping.countDown();
  }

  private void keepLooking() {
    try {
      while (!stopping.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        lookOrTell();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookOrTell() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "edited rules cannot be read, trying again", e);
    }
  }
}

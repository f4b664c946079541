package dev.tocsin.server.ascode;

import dev.tocsin.server.ascode.Applied.Kind;
import dev.tocsin.server.ascode.Applied.Outcome;
import dev.tocsin.server.ascode.AsCodeTable.Owned;
import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Leases;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Keeps the server at what a folder of files wants: at the start and whenever a file changes. What
/// a file brought goes when no file names it any more; what people clicked is left alone.
///
/// Files that are wrong change nothing, all of them together: half a folder would remove the other
/// half. One replica applies at a time.
public final class CodeFolder {
  private static final System.Logger LOG = System.getLogger(CodeFolder.class.getName());
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final String LEASE_NAME = "as code";
  private static final String AUTHOR = "as code";
  private static final int FILE_LIMIT = 200;
  private static final int SIZE_LIMIT_BYTES = 4 * 1024 * 1024;

  private final AsCodeOptions options;
  private final Applier applier;
  private final Database database;
  private final Leases leases;
  private final InstantSource clock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private List<Mark> seen = List.of();

  /// How a file looks from outside.
  private record Mark(Path file, FileTime changed, long size) {}

  /// How the last reading went.
  ///
  /// @param problems empty if the files are in force
  record Result(List<Applied> applied, List<Problem> problems) {
    Result {
      applied = List.copyOf(applied);
      problems = List.copyOf(problems);
    }
  }

  public CodeFolder(
      AsCodeOptions options,
      Applier applier,
      Database database,
      Leases leases,
      InstantSource clock) {
    this.options = options;
    this.applier = applier;
    this.database = database;
    this.leases = leases;
    this.clock = clock;
  }

  /// Applies the folder now.
  Result apply(Path folder) {
    var problems = new Problems();
    var wanted = read(folder, problems);
    if (!problems.isEmpty()) {
      return new Result(List.of(), problems.list());
    }
    var owned = database.read(AsCodeTable::all);
    var applied = new ArrayList<Applied>();
    for (var one : applier.apply(withoutEnded(wanted, owned), AUTHOR)) {
      applied.add(one);
      remember(one);
    }
    var names = Set.copyOf(listed(wanted));
    for (var item : owned) {
      if (!names.contains(item.kind() + " " + item.name())) {
        applied.add(applier.remove(item.kind(), item.name(), item.id(), AUTHOR));
        database.transaction(
            handle -> {
              AsCodeTable.delete(handle, item);
              return item;
            });
      }
    }
    return new Result(applied, List.of());
  }

  /// A silence that was made once is not made again: somebody may have ended it early.
  private static Bundle withoutEnded(Bundle wanted, List<Owned> owned) {
    var made =
        owned.stream()
            .filter(it -> it.kind() == Kind.SILENCE)
            .map(Owned::name)
            .collect(Collectors.toSet());
    var silences =
        wanted.silences().stream().filter(it -> !made.contains(Applier.name(it))).toList();
    return new Bundle(wanted.rules(), silences, wanted.windows());
  }

  private static List<String> listed(Bundle wanted) {
    var names = new ArrayList<String>();
    wanted.rules().forEach(it -> names.add(Kind.RULE + " " + String.valueOf(it.name()).strip()));
    wanted.silences().forEach(it -> names.add(Kind.SILENCE + " " + Applier.name(it)));
    wanted.windows().forEach(it -> names.add(Kind.WINDOW + " " + it.words().name()));
    return names;
  }

  private void remember(Applied one) {
    boolean isThere = one.outcome() != Outcome.REFUSED && one.outcome() != Outcome.OVER;
    if (isThere) {
      database.transaction(
          handle -> {
            AsCodeTable.put(handle, new Owned(one.kind(), one.name(), one.id()), clock.millis());
            return one;
          });
    }
  }

  private static Bundle read(Path folder, Problems problems) {
    var all = Bundle.nothing();
    for (var file : files(folder, problems)) {
      try {
        if (Files.size(file) > SIZE_LIMIT_BYTES) {
          problems.add(new Problem(file.toString(), "", "is too large", "split it"));
          continue;
        }
        all = all.and(Bundle.read(file.toString(), Files.readString(file), problems));
      } catch (IOException e) {
        problems.add(
            new Problem(file.toString(), "", "cannot be read: " + e, "check its permissions"));
      }
    }
    reportTwice(all, folder, problems);
    return all;
  }

  private static void reportTwice(Bundle wanted, Path folder, Problems problems) {
    var names = new HashSet<String>();
    for (var name : listed(wanted)) {
      if (!names.add(name)) {
        problems.add(
            new Problem(folder.toString(), "", name + " is in two files", "keep one of them"));
      }
    }
  }

  private static List<Path> files(Path folder, Problems problems) {
    try (var list = Files.list(folder)) {
      var files =
          list.filter(file -> file.toString().endsWith(".yml") || file.toString().endsWith(".yaml"))
              .sorted()
              .limit(FILE_LIMIT + 1L)
              .toList();
      if (files.size() > FILE_LIMIT) {
        problems.add(
            new Problem(folder.toString(), "", "has too many files", "use at most " + FILE_LIMIT));
      }
      return files;
    } catch (IOException e) {
      problems.add(
          new Problem(folder.toString(), "", "cannot be read: " + e, "check its permissions"));
      return List.of();
    }
  }

  /// Applies the folder and looks for changes from now on.
  public void start() {
    options
        .folder()
        .ifPresent(folder -> Thread.ofVirtual().name("as code").start(() -> follow(folder)));
  }

  public void stop() {
    stopping.countDown();
  }

  private void follow(Path folder) {
    try {
      do {
        lookOrTell(folder);
      } while (!stopping.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookOrTell(Path folder) {
    try {
      var marks = marks(folder);
      if (marks.equals(seen) || !leases.acquire(LEASE_NAME, LEASE)) {
        return;
      }
      tell(apply(folder));
      seen = marks;
      leases.release(LEASE_NAME);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the folder of as_code cannot be applied, trying again", e);
    }
  }

  private static void tell(Result result) {
    var wrong = new ArrayList<>(result.problems().stream().map(Problem::toString).toList());
    result.applied().stream()
        .filter(it -> it.outcome() == Outcome.REFUSED)
        .map(it -> it.kind() + " \"" + it.name() + "\": " + it.detail())
        .forEach(wrong::add);
    if (!wrong.isEmpty()) {
      LOG.log(Level.ERROR, "of as_code is not in force:\n  " + String.join("\n  ", wrong));
    }
  }

  private static List<Mark> marks(Path folder) {
    var marks = new ArrayList<Mark>();
    for (var file : files(folder, new Problems())) {
      try {
        marks.add(new Mark(file, Files.getLastModifiedTime(file), Files.size(file)));
      } catch (IOException e) {
        // a file that has gone is a change like any other
        marks.add(new Mark(file, FileTime.fromMillis(0), -1));
      }
    }
    return marks;
  }
}

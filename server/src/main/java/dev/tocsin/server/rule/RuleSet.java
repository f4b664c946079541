package dev.tocsin.server.rule;

import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All groups that are evaluated.
public record RuleSet(List<RuleGroup> groups) {
  private static final int FILE_LIMIT = 1_000;
  private static final int FILE_LIMIT_BYTES = 4 * 1024 * 1024;

  public RuleSet {
    groups = List.copyOf(groups);
  }

  /// Reads rule files of packs and of the operator's folders; all problems of all files are
  /// reported.
  public static RuleSet read(List<RuleSource> ofPacks, RuleOptions options, Problems problems) {
    var sources = new ArrayList<>(ofPacks);
    for (var directory : options.directories()) {
      sources.addAll(files(directory, problems));
    }
    var names = new HashSet<String>();
    var groups = new ArrayList<RuleGroup>();
    for (var source : sources) {
      if (names.add(source.name())) {
        groups.addAll(new RuleFile(source, options).read(problems));
      } else {
        report(problems, source.name(), "is read twice", "name each folder once");
      }
    }
    return new RuleSet(groups);
  }

  public List<Rule> rules() {
    return groups.stream().flatMap(group -> group.rules().stream()).toList();
  }

  /// The rules that raise alerts.
  public List<AlertRule> alertRules() {
    return rules().stream()
        .flatMap(rule -> rule instanceof AlertRule alert ? Stream.of(alert) : Stream.empty())
        .toList();
  }

  private static List<RuleSource> files(Path directory, Problems problems) {
    if (!Files.isDirectory(directory)) {
      report(problems, directory.toString(), "is not a folder", "create it or fix the path");
      return List.of();
    }
    try (var list = Files.list(directory)) {
      var files = list.filter(RuleSet::isRuleFile).sorted().limit(FILE_LIMIT + 1L).toList();
      if (files.size() > FILE_LIMIT) {
        report(
            problems,
            directory.toString(),
            "has more than " + FILE_LIMIT + " rule files",
            "join some of them");
      }
      return files.stream().flatMap(file -> source(file, problems).stream()).toList();
    } catch (IOException e) {
      report(problems, directory.toString(), "cannot be read: " + e, "check its permissions");
      return List.of();
    }
  }

  static boolean isRuleFile(Path file) {
    var name = file.toString();
    return name.endsWith(".yml") || name.endsWith(".yaml");
  }

  private static Optional<RuleSource> source(Path file, Problems problems) {
    try {
      if (Files.size(file) > FILE_LIMIT_BYTES) {
        report(
            problems,
            file.toString(),
            "is larger than " + FILE_LIMIT_BYTES + " bytes",
            "split it or check that it is the right file");
        return Optional.empty();
      }
      return Optional.of(new RuleSource(file.toString(), Files.readString(file)));
    } catch (IOException e) {
      var why = e instanceof CharacterCodingException ? "is not UTF-8 text" : "" + e;
      report(problems, file.toString(), "cannot be read: " + why, "check the file");
      return Optional.empty();
    }
  }

  private static void report(Problems problems, String where, String what, String remedy) {
    problems.add(new Problem(where, "", what, remedy));
  }
}

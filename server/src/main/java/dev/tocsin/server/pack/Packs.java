package dev.tocsin.server.pack;

import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.config.Settings;
import dev.tocsin.server.rule.RuleSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The packs that are in use.
public record Packs(List<Pack> packs) {
  /// What ships with the program.
  public static final List<String> SHIPPED = List.of("core", "marketplace");

  private static final Pattern FILE_NAME = Pattern.compile("[a-z]+/[a-z0-9-]+\\.(yml|md)");

  public Packs {
    packs = List.copyOf(packs);
  }

  /// Reads packs by name; one that does not exist is a problem.
  public static Packs read(List<String> names, Problems problems) {
    var packs = new ArrayList<Pack>();
    for (var name : names) {
      if (SHIPPED.contains(name)) {
        packs.add(pack(name, problems));
      } else {
        problems.add(
            new Problem(
                "rules.packs",
                "",
                "there is no pack \"" + name + "\"",
                "use one of " + String.join(", ", SHIPPED)));
      }
    }
    return new Packs(packs);
  }

  private static Pack pack(String name, Problems problems) {
    var folder = "packs/" + name + "/";
    var index = ConfigFile.parseLiteral(folder + "pack.yml", text(folder + "pack.yml"), problems);
    var runbooks = new ArrayList<Runbook>();
    for (var file : sources(folder, "runbooks", index)) {
      var last = file.name().substring(file.name().lastIndexOf('/') + 1);
      runbooks.add(new Runbook(name, last.replace(".md", ""), file.text()));
    }
    var pack =
        new Pack(
            name,
            version(index),
            new Pack.About(
                index.required("title", "give the pack a title"),
                index.required("description", "say what the pack is for"),
                index.required("owner", "name who answers for the pack")),
            sources(folder, "rules", index),
            runbooks,
            sources(folder, "tests", index));
    index.finish();
    return pack;
  }

  private static String version(Settings index) {
    var version = index.required("version", "give the pack a version such as 1.0.0");
    if (!version.isEmpty() && RuleVersion.parse(version).isEmpty()) {
      index.report("version", "\"" + version + "\" is none", "write one such as 1.0.0");
    }
    return version;
  }

  private static List<RuleSource> sources(String folder, String key, Settings index) {
    var sources = new ArrayList<RuleSource>();
    for (var file : index.texts(key)) {
      if (!FILE_NAME.matcher(file).matches() || !exists(folder + file)) {
        index.report(key, "\"" + file + "\" does not exist", "add the file or remove it here");
      } else {
        sources.add(new RuleSource(folder + file, text(folder + file)));
      }
    }
    return sources;
  }

  private static boolean exists(String path) {
    return Packs.class.getClassLoader().getResource(path) != null;
  }

  private static String text(String path) {
    try (var stream = Packs.class.getClassLoader().getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalStateException("BUG: the program was built without " + path);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<RuleSource> ruleFiles() {
    return packs.stream().flatMap(pack -> pack.rules().stream()).toList();
  }

  public List<Runbook> runbooks() {
    return packs.stream().flatMap(pack -> pack.runbooks().stream()).toList();
  }

  public Optional<Runbook> runbook(String pack, String name) {
    return runbooks().stream()
        .filter(runbook -> runbook.pack().equals(pack) && runbook.name().equals(name))
        .findFirst();
  }
}

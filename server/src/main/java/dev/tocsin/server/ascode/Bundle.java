package dev.tocsin.server.ascode;

import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.config.Settings;
import dev.tocsin.server.rule.SimpleRuleBody;
import dev.tocsin.server.silence.Silences;
import dev.tocsin.server.silence.Windows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// What one or several files want to be there.
///
/// @param rules known by their names
/// @param silences known by matchers, reason and end
/// @param windows known by their names
record Bundle(
    List<SimpleRuleBody> rules, List<Silences.Wanted> silences, List<Windows.Wanted> windows) {
  private static final int ITEM_LIMIT = 2_000;

  Bundle {
    rules = List.copyOf(rules);
    silences = List.copyOf(silences);
    windows = List.copyOf(windows);
  }

  /// Reads a text; the sections that belong to `tocsin.yml` may stand in it and are left alone.
  static Bundle read(String name, String text, Problems problems) {
    var file = ConfigFile.parseLiteral(name, text, problems);
    file.section("routing");
    file.section("delivery");
    var rules = items(file, "rules").stream().map(RuleText::read).toList();
    var silences = items(file, "silences").stream().map(MuteText::readSilence).toList();
    var windows = items(file, "maintenance_windows").stream().map(MuteText::readWindow).toList();
    file.finish();
    return new Bundle(rules, silences, windows);
  }

  private static List<Settings> items(Settings file, String key) {
    var items = file.sections(key);
    if (items.size() > ITEM_LIMIT) {
      file.report(key, "has more than " + ITEM_LIMIT + " items", "split it over servers");
    }
    var names = new HashSet<String>();
    for (var item : items) {
      var name = item.text("name", "");
      if (!name.isEmpty() && !names.add(name)) {
        item.report("name", "\"" + name + "\" is there twice", "give each a name of its own");
      }
    }
    return items.size() > ITEM_LIMIT ? List.of() : items;
  }

  /// Both together.
  Bundle and(Bundle other) {
    var allRules = new ArrayList<>(rules);
    allRules.addAll(other.rules);
    var allSilences = new ArrayList<>(silences);
    allSilences.addAll(other.silences);
    var allWindows = new ArrayList<>(windows);
    allWindows.addAll(other.windows);
    return new Bundle(allRules, allSilences, allWindows);
  }

  static Bundle nothing() {
    return new Bundle(List.of(), List.of(), List.of());
  }
}

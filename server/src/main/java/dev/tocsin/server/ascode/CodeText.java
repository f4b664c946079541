package dev.tocsin.server.ascode;

import dev.tocsin.server.rule.RuleDesk;
import dev.tocsin.server.silence.Silences;
import dev.tocsin.server.silence.Windows;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// Writes everything that was clicked, and beside it the routes and channels of `tocsin.yml`
/// without their secrets.
public final class CodeText {
  private static final String HEAD =
      """
      # Exported by Tocsin. Put it into the folder that as_code.folder names, or send it to
      # /api/v1/as-code: both apply rules, silences and maintenance windows. routing and delivery
      # belong into tocsin.yml; each ${NAME} in them stands for a secret, to be set in the
      # environment.
      """;
  private static final int WIDTH = 100;

  private final RuleDesk rules;
  private final Silences silences;
  private final Windows windows;
  private final Map<String, Object> sections;
  private final InstantSource clock;

  /// @param sections of the configuration, without secrets
  public CodeText(
      RuleDesk rules,
      Silences silences,
      Windows windows,
      Map<String, Object> sections,
      InstantSource clock) {
    this.rules = rules;
    this.silences = silences;
    this.windows = windows;
    this.sections = new LinkedHashMap<>(sections);
    this.clock = clock;
  }

  String write() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(
        "rules",
        rules.all().stream()
            .map(stored -> stored.rule())
            .sorted(Comparator.comparing(rule -> rule.name()))
            .map(RuleText::write)
            .toList());
    all.put(
        "silences", silences.endingAfter(clock.millis()).stream().map(MuteText::write).toList());
    all.put("maintenance_windows", windows.all().stream().map(MuteText::write).toList());
    all.putAll(sections);
    var settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(WIDTH).build();
    return HEAD + new Dump(settings).dumpToString(all);
  }
}

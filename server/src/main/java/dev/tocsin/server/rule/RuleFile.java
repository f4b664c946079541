package dev.tocsin.server.rule;

import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.PromQlParseException;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.promql.ast.ValueType;
import dev.tocsin.series.Labels;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.DurationText;
import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one Prometheus rule file. Every problem is reported with its file, line, group and rule; a
/// rule with a problem is left out, so that the others are checked too.
final class RuleFile {
  private static final Duration LONGEST_HOLD = Duration.ofDays(30);
  private static final Duration LONGEST_OFFSET = Duration.ofDays(1);
  private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LINE = Pattern.compile(".*:(\\d+):\\d+");

  private static final Pattern PLACE = Pattern.compile("(groups\\[\\d+])(\\.rules\\[\\d+])?.*");

  private final RuleSource source;
  private final RuleOptions options;
  private final Problems problems = new Problems();
  private final Map<String, String> places = new HashMap<>();

  RuleFile(RuleSource source, RuleOptions options) {
    this.source = source;
    this.options = options;
  }

  List<RuleGroup> read(Problems all) {
    var groups = groups();
    problems.list().stream().distinct().map(this::placed).forEach(all::add);
    return groups;
  }

  /// The problem with the names of its group and rule.
  private Problem placed(Problem problem) {
    var match = PLACE.matcher(problem.key());
    if (!match.matches()) {
      return problem;
    }
    var group = match.group(1);
    var rule = match.group(2) == null ? "" : places.getOrDefault(group + match.group(2), "");
    var place = places.getOrDefault(group, "") + (rule.isEmpty() ? "" : ", " + rule) + ": ";
    return new Problem(problem.where(), problem.key(), place + problem.what(), problem.remedy());
  }

  private List<RuleGroup> groups() {
    var file = ConfigFile.parseLiteral(source.name(), source.text(), problems);
    var groups = new ArrayList<RuleGroup>();
    var names = new HashSet<String>();
    for (var section : file.sections("groups")) {
      var group = group(section, "groups[" + groups.size() + "]");
      if (!names.add(group.name())) {
        section.report("name", "is there twice", "rename one of them");
      }
      groups.add(group);
    }
    file.finish();
    return groups;
  }

  private RuleGroup group(Settings section, String path) {
    var name = section.required("name", "give the group a name");
    places.put(path, name.isEmpty() ? "group without a name" : "group \"" + name + "\"");
    var interval =
        section.duration(
            "interval",
            options.evaluationInterval(),
            RuleOptions.SHORTEST_INTERVAL,
            RuleOptions.LONGEST_INTERVAL);
    int limit = section.integer("limit", 0, 0, RuleOptions.MOST_SERIES);
    var offset = section.duration("query_offset", Duration.ZERO, Duration.ZERO, LONGEST_OFFSET);
    var labels = labels(section);
    var rules = new ArrayList<Rule>();
    var identities = new HashSet<String>();
    var items = section.sections("rules");
    for (int i = 0; i < items.size(); i++) {
      var item = items.get(i);
      places.put(path + ".rules[" + i + "]", ruleName(item));
      var rule = rule(item, name, labels);
      if (rule != null) {
        rules.add(rule);
        refuseTwin(item, rule, identities);
      }
    }
    section.finish();
    int most = limit == 0 ? options.seriesPerRule() : limit;
    return new RuleGroup(source.name(), name, interval, most, offset, rules);
  }

  private static String ruleName(Settings section) {
    var name = section.keys().contains("record") ? section.text("record") : section.text("alert");
    return name.map(text -> "rule \"" + text + "\"").orElse("rule without a name");
  }

  private static void refuseTwin(Settings section, Rule rule, Set<String> identities) {
    var kind = rule instanceof AlertRule ? "alert" : "record";
    if (!identities.add(kind + " " + rule.name() + " " + Labels.of(rule.labels()))) {
      section.report(
          kind,
          "is there twice with the same labels",
          "remove one of them or give it another label");
    }
  }

  private @Nullable Rule rule(Settings section, String group, Map<String, String> groupLabels) {
    boolean records = section.has("record");
    if (records == section.has("alert")) {
      section.report("alert", "a rule needs either alert or record", "write one of the two");
      return null;
    }
    return records
        ? recordingRule(section, group, groupLabels)
        : alertRule(section, group, groupLabels);
  }

  private @Nullable Rule recordingRule(
      Settings section, String group, Map<String, String> groupLabels) {
    var name = section.required("record", "name the metric that is recorded");
    if (!METRIC_NAME.matcher(name).matches()) {
      section.report("record", "is not a metric name", "use letters, digits, _ and :");
    }
    var exprText = section.required("expr", "write the expression that is recorded");
    var expr = expr(section, "expr", exprText);
    var labels = merged(groupLabels, labels(section));
    section.finish();
    return expr == null
        ? null
        : new RecordingRule(group, name, expr, exprText, labels, position(section));
  }

  private @Nullable Rule alertRule(
      Settings section, String group, Map<String, String> groupLabels) {
    var name = section.required("alert", "name the alert");
    var exprText = section.required("expr", "write the condition as an expression");
    var expr = expr(section, "expr", exprText);
    var hold = section.duration("for", Duration.ZERO, Duration.ZERO, LONGEST_HOLD);
    var keep = section.duration("keep_firing_for", Duration.ZERO, Duration.ZERO, LONGEST_HOLD);
    var labels = merged(groupLabels, labels(section));
    var annotations = annotations(section);
    section.finish();
    return expr == null
        ? null
        : new AlertRule(
            group, name, expr, exprText, hold, keep, labels, annotations, position(section));
  }

  private static @Nullable Expr expr(Settings section, String key, String text) {
    if (text.isBlank()) {
      return null;
    }
    try {
      var expr = PromQl.parse(text);
      if (expr.type() == ValueType.SCALAR || expr.type() == ValueType.INSTANT_VECTOR) {
        return expr;
      }
      section.report(
          key,
          "is a " + expr.type() + ", which no rule can use",
          "write an expression that gives an instant vector or a number");
    } catch (PromQlParseException e) {
      section.report(
          key,
          "is not PromQL: " + e.getMessage(),
          "correct line %d, column %d of the expression".formatted(e.line(), e.column()));
    }
    return null;
  }

  private static Map<String, String> labels(Settings section) {
    var inside = section.section("labels");
    var labels = texts(inside);
    for (var name : labels.keySet()) {
      if (!LABEL_NAME.matcher(name).matches() || name.startsWith("__")) {
        inside.report(name, "is no label name", "use letters, digits and _");
      } else if (name.equals("alertname") || name.equals("alertstate")) {
        inside.report(name, "is set by the alert itself", "use another name");
      }
    }
    return labels;
  }

  private static Map<String, String> annotations(Settings section) {
    var inside = section.section("annotations");
    var annotations = texts(inside);
    for (var name : annotations.keySet()) {
      if (!LABEL_NAME.matcher(name).matches()) {
        inside.report(name, "is no annotation name", "use letters, digits and _");
      }
    }
    checkOurOwn(inside, annotations);
    return annotations;
  }

  /// The annotations that the engine itself reads.
  private static void checkOurOwn(Settings inside, Map<String, String> annotations) {
    var cooldown = annotations.get(AlertRule.COOLDOWN);
    if (cooldown != null && DurationText.parse(cooldown).isEmpty()) {
      inside.report(
          AlertRule.COOLDOWN,
          "\"" + cooldown + "\" is not a duration",
          "write one such as 500ms, 15s or 1h30m");
    }
    if (annotations.containsKey(AlertRule.NO_DATA)) {
      inside.choice(AlertRule.NO_DATA, AlertRule.NoData.class, AlertRule.NoData.KEEP);
    }
    var keep = annotations.get(AlertRule.KEEP_FIRING_WHILE);
    if (keep != null) {
      expr(inside, AlertRule.KEEP_FIRING_WHILE, keep);
    }
  }

  private static Map<String, String> texts(Settings inside) {
    var texts = new TreeMap<String, String>();
    for (var name : inside.keys()) {
      var text = inside.text(name, "");
      try {
        Template.parse(text);
        texts.put(name, text);
      } catch (TemplateException e) {
        inside.report(name, String.valueOf(e.getMessage()), e.remedy());
      }
    }
    return texts;
  }

  private static Map<String, String> merged(
      Map<String, String> groupLabels, Map<String, String> ruleLabels) {
    var merged = new TreeMap<>(groupLabels);
    merged.putAll(ruleLabels);
    return merged;
  }

  private String position(Settings section) {
    var match = LINE.matcher(section.where());
    return source.name() + ":" + (match.matches() ? match.group(1) : "1");
  }
}

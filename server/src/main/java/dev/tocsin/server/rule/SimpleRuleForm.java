package dev.tocsin.server.rule;

import dev.tocsin.promql.PromQlParseException;
import dev.tocsin.server.rule.SimpleRule.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes a simple rule of what was sent, or tells all that is wrong with it.
final class SimpleRuleForm {
  private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern SEVERITY = Pattern.compile("P[1-4]");
  private static final int NAME_LIMIT = 120;
  private static final int TEXT_LIMIT = 2_000;
  private static final int LABEL_LIMIT = 20;
  private static final int WEEK_SECONDS = 604_800;
  private static final int DAY_SECONDS = 86_400;
  private static final int SHORTEST_INTERVAL = 5;
  private static final int USUAL_SECONDS = 60;
  private static final int PROBE_SECONDS = 30;
  private static final int USUAL_COOLDOWN = 30;
  private static final int LONGEST_COOLDOWN = 10_080;
  private static final int MOST_CONSECUTIVE = 1_000;
  private static final int DECIMALS = 4;
  private static final BigDecimal LARGEST = new BigDecimal("1e16");
  private static final List<String> BY_JOB = List.of("job");

  private final SimpleRuleBody body;
  private final @Nullable SimpleRule before;
  private final Function<String, Kind> kindOf;
  private final List<String> errors = new ArrayList<>();

  /// @param before the rule that is changed, or null for a new one
  /// @param kindOf what a metric is, if nobody says so
  SimpleRuleForm(SimpleRuleBody body, @Nullable SimpleRule before, Function<String, Kind> kindOf) {
    this.body = body;
    this.before = before;
    this.kindOf = kindOf;
  }

  /// @throws InvalidRuleException with everything that is wrong
  SimpleRule read() {
    String name = text("name", body.name(), before == null ? "" : before.name(), NAME_LIMIT);
    if (name.isBlank()) {
      errors.add("name: is missing; say in a few words what is wrong when it fires");
    }
    String description =
        text(
            "description",
            body.description(),
            before == null ? "" : before.description(),
            TEXT_LIMIT);
    var test = test();
    var signal = signal(test);
    var notice = notice();
    boolean active = or(body.isActive(), before == null || before.active());
    if (errors.isEmpty() && signal != null) {
      var rule = new SimpleRule(name.strip(), description.strip(), signal, test, notice, active);
      compile(rule);
      if (errors.isEmpty()) {
        return rule;
      }
    }
    throw new InvalidRuleException(errors);
  }

  private void compile(SimpleRule rule) {
    try {
      rule.compiled("new", 1);
    } catch (PromQlParseException e) {
      errors.add("the rule cannot be written as an expression: " + e.getMessage());
    }
  }

  private SimpleRule.Test test() {
    SimpleRule.@Nullable Test old = before == null ? null : before.test();
    AlertCondition condition = old == null ? AlertCondition.GT : old.condition();
    if (body.condition() != null || old == null) {
      condition = choice("condition", AlertCondition.class, body.condition(), condition);
    }
    int usual = old == null ? 0 : (int) old.duration().toSeconds();
    int duration = within("duration", body.duration(), usual, 0, WEEK_SECONDS);
    usual = old == null ? USUAL_SECONDS : (int) old.interval().toSeconds();
    int interval =
        within(
            "evaluationInterval", body.evaluationInterval(), usual, SHORTEST_INTERVAL, DAY_SECONDS);
    usual = old == null ? 1 : old.consecutive();
    int consecutive = within("consecutive", body.consecutive(), usual, 1, MOST_CONSECUTIVE);
    @Nullable BigDecimal threshold =
        number("threshold", body.threshold(), old == null ? null : old.threshold());
    @Nullable BigDecimal recovery =
        number("recoveryThreshold", body.recoveryThreshold(), old == null ? null : old.recovery());
    return new SimpleRule.Test(
        condition,
        checked(threshold, recovery, condition),
        Duration.ofSeconds(duration),
        Duration.ofSeconds(interval),
        recovery,
        consecutive);
  }

  /// A recovery threshold lies on the good side of the threshold.
  private BigDecimal checked(
      @Nullable BigDecimal threshold, @Nullable BigDecimal recovery, AlertCondition condition) {
    if (threshold == null) {
      boolean isAbsence = Kind.ABSENCE.name().equalsIgnoreCase(body.kind());
      if (!isAbsence) {
        errors.add("threshold: is missing; write a number");
      }
      return BigDecimal.ONE;
    }
    if (recovery != null) {
      int side = recovery.compareTo(threshold);
      boolean fits =
          switch (condition) {
            case GT, GTE -> side <= 0;
            case LT, LTE -> side >= 0;
            case EQ -> false;
          };
      if (!fits) {
        errors.add("recoveryThreshold: lies on the wrong side of the threshold for " + condition);
      }
    }
    return threshold;
  }

  private SimpleRule.@Nullable Signal signal(SimpleRule.Test test) {
    SimpleRule.@Nullable Signal old = before == null ? null : before.signal();
    String metric = or(body.metric(), old == null ? "" : old.metric());
    if (!SimpleRule.METRIC_NAME.matcher(metric).matches()) {
      errors.add("metric: \"" + metric + "\" is not a metric name");
      return null;
    }
    var kind = kind(metric, old);
    String denominator = or(body.denominator(), old == null ? "" : old.denominator());
    if (kind == Kind.RATIO && !SimpleRule.METRIC_NAME.matcher(denominator).matches()) {
      errors.add("denominator: a ratio needs the counter of everything");
      return null;
    }
    int usual = old == null ? usualWindow(kind, test) : (int) old.window().toSeconds();
    int window = within("window", body.window(), usual, 1, WEEK_SECONDS);
    List<String> groupBy = or(body.groupBy(), old == null ? BY_JOB : old.groupBy());
    for (var label : groupBy) {
      if (!LABEL_NAME.matcher(label).matches()) {
        errors.add("groupBy: \"" + label + "\" is no label name");
      }
    }
    if ((kind == Kind.GROWTH || kind == Kind.AGE) && !isGreater(test.condition())) {
      errors.add("condition: " + kind + " needs GT or GTE");
    }
    return new SimpleRule.Signal(
        metric, kind, labels(old), Duration.ofSeconds(window), denominator, groupBy);
  }

  private static boolean isGreater(AlertCondition condition) {
    return condition == AlertCondition.GT || condition == AlertCondition.GTE;
  }

  private Kind kind(String metric, SimpleRule.@Nullable Signal old) {
    if (body.kind() != null && !body.kind().isBlank()) {
      return choice("kind", Kind.class, body.kind(), Kind.GAUGE);
    }
    if (old != null && old.metric().equals(metric)) {
      return old.kind();
    }
    return kindOf.apply(metric);
  }

  private static int usualWindow(Kind kind, SimpleRule.Test test) {
    int duration = (int) test.duration().toSeconds();
    return switch (kind) {
      case CONSECUTIVE -> test.consecutive() * PROBE_SECONDS;
      case SPIKE -> 60 * USUAL_SECONDS;
      case COUNTER, HISTOGRAM, GAUGE, RATIO, ABSENCE, GROWTH, AGE ->
          Math.max(duration, USUAL_SECONDS);
    };
  }

  private Map<String, String> labels(SimpleRule.@Nullable Signal old) {
    Map<String, String> labels =
        or(body.labels(), old == null ? Map.<String, String>of() : old.selector());
    if (labels.size() > LABEL_LIMIT) {
      errors.add("labels: are more than " + LABEL_LIMIT);
    }
    for (var name : labels.keySet()) {
      if (!LABEL_NAME.matcher(name).matches()) {
        errors.add("labels: \"" + name + "\" is no label name");
      }
    }
    return labels;
  }

  private SimpleRule.Notice notice() {
    SimpleRule.@Nullable Notice old = before == null ? null : before.notice();
    AlertChannel channel = old == null ? AlertChannel.EMAIL : old.channel();
    if (body.channel() != null || old == null) {
      channel = choice("channel", AlertChannel.class, body.channel(), channel);
    }
    List<String> recipients =
        or(body.recipients(), old == null ? List.<String>of() : old.recipients()).stream()
            .map(String::strip)
            .toList();
    boolean touched = old == null || body.recipients() != null || body.channel() != null;
    if (touched) {
      errors.addAll(Recipients.errors(channel, recipients));
    }
    String severity = or(body.severity(), old == null ? "P3" : old.severity());
    if (!SEVERITY.matcher(severity).matches()) {
      errors.add("severity: \"" + severity + "\" is none; use P1, P2, P3 or P4");
    }
    int usual = old == null ? USUAL_COOLDOWN : (int) old.cooldown().toMinutes();
    int cooldown = within("cooldownMinutes", body.cooldownMinutes(), usual, 0, LONGEST_COOLDOWN);
    return new SimpleRule.Notice(
        severity,
        Duration.ofMinutes(cooldown),
        channel,
        recipients,
        text("owner", body.owner(), old == null ? "" : old.owner(), NAME_LIMIT),
        text("runbookUrl", body.runbookUrl(), old == null ? "" : old.runbookUrl(), TEXT_LIMIT));
  }

  private String text(String member, @Nullable String sent, String usual, int limit) {
    String text = or(sent, usual);
    if (text.length() > limit) {
      errors.add(member + ": is longer than " + limit + " characters");
    }
    if (text.contains("{{")) {
      errors.add(member + ": must not contain {{");
    }
    return text;
  }

  private int within(String member, @Nullable Integer sent, int usual, int least, int most) {
    int value = or(sent, usual);
    if (value < least || value > most) {
      errors.add(member + ": must be a number from " + least + " to " + most);
    }
    return value;
  }

  private @Nullable BigDecimal number(
      String member, @Nullable BigDecimal sent, @Nullable BigDecimal usual) {
    if (sent == null) {
      return usual;
    }
    if (sent.precision() > 100 || Math.abs(sent.scale()) > 100) {
      errors.add(member + ": has too many digits");
      return BigDecimal.ONE;
    }
    var value = SimpleRuleTable.plain(sent);
    if (value.abs().compareTo(LARGEST) >= 0 || value.scale() > DECIMALS) {
      errors.add(
          member + ": must have at most 16 digits before and " + DECIMALS + " after the point");
    }
    return value;
  }

  private <E extends Enum<E>> E choice(
      String member, Class<E> type, @Nullable String sent, E fallback) {
    for (var constant : type.getEnumConstants()) {
      if (sent != null && constant.name().equals(sent.toUpperCase(Locale.ROOT))) {
        return constant;
      }
    }
    var choices =
        String.join(", ", Arrays.stream(type.getEnumConstants()).map(Enum::name).toList());
    errors.add(
        member
            + ": "
            + (sent == null ? "is missing" : "\"" + sent + "\" is unknown")
            + "; use one of "
            + choices);
    return fallback;
  }

  private static <T> T or(@Nullable T sent, T usual) {
    return sent == null ? usual : sent;
  }
}

package dev.tocsin.server.rule;

import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.Value;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The rules of the simple form, in the table `alert_rules`. Every server reads them again and
/// again ([LiveRules]), so an edit reaches all of them within seconds.
///
/// It also hears of each evaluation, and keeps beside each rule what was compared last.
public final class SimpleRules implements RuleOutcomeListener {
  /// The most rules that there may be.
  public static final int LIMIT = 1_000;

  private static final BigDecimal LARGEST = new BigDecimal("1e16");
  private static final int DECIMALS = 4;

  private final Database database;
  private final RuleQuery query;
  private final Ids ids;
  private final InstantSource clock;
  private final Map<String, StoredRule> known = new ConcurrentHashMap<>();
  private volatile Runnable changed = () -> {};

  /// @param query reads the values that are compared
  public SimpleRules(Database database, RuleQuery query, InstantSource clock) {
    this.database = database;
    this.query = query;
    this.ids = new Ids(clock);
    this.clock = clock;
  }

  RuleQuery query() {
    return query;
  }

  /// What is called after each edit that was made here.
  public void onChange(Runnable listener) {
    changed = listener;
  }

  /// Adds the defaults that were never there. One that was deleted or renamed does not come back.
  ///
  /// @param recipients who gets their mails
  /// @param packAlerts names of the alerts that packs raise
  public void seedDefaults(List<String> recipients, Set<String> packAlerts) {
    var defaults = DefaultRules.of(recipients, packAlerts);
    database.transaction(
        handle -> {
          var table = new SimpleRuleTable(handle);
          for (var rule : defaults) {
            if (!table.knowsDefault(rule.name())) {
              table.insert(ids.next(), rule, rule.name(), clock.millis());
            }
          }
          return defaults;
        });
  }

  /// All, by name.
  public List<StoredRule> all() {
    var rules = read(SimpleRuleTable::all);
    rules.forEach(rule -> known.put(rule.id(), rule));
    known.keySet().retainAll(rules.stream().map(StoredRule::id).toList());
    return rules;
  }

  public Optional<StoredRule> find(String id) {
    return read(table -> table.find(id));
  }

  /// @throws RuleRefusal if another has its name or there are too many
  public StoredRule create(SimpleRule rule) {
    var id = ids.next();
    write(
        table -> {
          if (table.count() >= LIMIT) {
            throw new RuleRefusal("there are " + LIMIT + " rules; delete one or use rule files");
          }
          if (!table.insert(id, rule, null, clock.millis())) {
            throw nameTaken(rule);
          }
          return id;
        });
    changed.run();
    return find(id).orElseThrow();
  }

  /// @return the rule as it is now, or nothing if there is none
  /// @throws RuleRefusal if another has its name
  public Optional<StoredRule> update(String id, SimpleRule rule) {
    var updated =
        write(
            table -> {
              if (table.nameIsTaken(rule.name(), id)) {
                throw nameTaken(rule);
              }
              table.update(id, rule, clock.millis());
              return table.find(id);
            });
    changed.run();
    return updated;
  }

  private static RuleRefusal nameTaken(SimpleRule rule) {
    return new RuleRefusal("there is a rule \"" + rule.name() + "\" already");
  }

  /// Whether there was one.
  public boolean delete(String id) {
    boolean deleted = write(table -> table.delete(id, clock.millis()));
    changed.run();
    return deleted;
  }

  /// Counts an alert of a rule that fired, together with what else its firing stores.
  public void triggered(Handle transaction, String id, long atMillis) {
    new SimpleRuleTable(transaction).triggered(id, atMillis);
  }

  @Override
  public void evaluated(RuleOutcome outcome) {
    boolean isSimple = outcome.rule().annotations().containsKey(SimpleRule.ID);
    @Nullable StoredRule stored = isSimple ? known.get(outcome.rule().group()) : null;
    if (stored == null || !(outcome.result() instanceof RuleOutcome.Result.Samples)) {
      return;
    }
    var value = decimal(worst(stored.rule(), outcome.atMillis()));
    if (!text(value).equals(text(stored.figures().lastValue()))) {
      write(
          table -> {
            table.lastValue(stored.id(), value);
            return stored;
          });
      known.put(stored.id(), withValue(stored, value));
    }
  }

  private static String text(@Nullable BigDecimal value) {
    return value == null ? "" : value.toPlainString();
  }

  private static StoredRule withValue(StoredRule stored, @Nullable BigDecimal value) {
    var before = stored.figures();
    var figures =
        new StoredRule.Figures(before.lastTriggeredMillis(), value, before.triggerCount());
    return new StoredRule(
        stored.id(), stored.rule(), figures, stored.createdMillis(), stored.updatedMillis());
  }

  /// Of several series, the value that is closest to trouble.
  private OptionalDouble worst(SimpleRule rule, long atMillis) {
    var value = query.instant(PromQl.parse(rule.valueQl()), atMillis);
    if (!(value instanceof Value.InstantVector(var samples))) {
      return OptionalDouble.empty();
    }
    var values =
        samples.stream().mapToDouble(sample -> sample.value()).filter(it -> !Double.isNaN(it));
    return switch (rule.test().condition()) {
      case GT, GTE -> values.max();
      case LT, LTE, EQ -> values.min();
    };
  }

  /// As the column can hold it; what is larger is not kept.
  private static @Nullable BigDecimal decimal(OptionalDouble value) {
    if (value.isEmpty() || Double.isInfinite(value.getAsDouble())) {
      return null;
    }
    var exact = new BigDecimal(value.getAsDouble()).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    return exact.abs().compareTo(LARGEST) < 0 ? SimpleRuleTable.plain(exact) : null;
  }

  private <T> T read(Function<SimpleRuleTable, T> work) {
    return database.read(handle -> work.apply(new SimpleRuleTable(handle)));
  }

  private <T> T write(Function<SimpleRuleTable, T> work) {
    return database.transaction(handle -> work.apply(new SimpleRuleTable(handle)));
  }
}

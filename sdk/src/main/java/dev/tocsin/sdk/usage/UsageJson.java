package dev.tocsin.sdk.usage;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Rows of the ledger as JSON, one source at a time. There is no sum over both sources.
final class UsageJson {

  private UsageJson() {}

  /// Rows of one source with their totals by currency.
  static Map<String, Object> side(List<UsageRow> rows, UsageSource source) {
    Map<String, Object> side = new LinkedHashMap<>();
    side.put("totals", totals(rows, source));
    side.put("rows", entries(rows.stream().filter(row -> row.source() == source).toList()));
    return side;
  }

  static List<Map<String, Object>> entries(List<UsageRow> rows) {
    return rows.stream().map(UsageJson::entry).toList();
  }

  static List<Map<String, Object>> totals(List<UsageRow> rows, UsageSource source) {
    Map<String, List<UsageSums>> byCurrency = new TreeMap<>();
    for (UsageRow row : rows) {
      if (row.source() == source) {
        byCurrency.computeIfAbsent(row.currency(), code -> new ArrayList<>()).add(row.sums());
      }
    }
    List<Map<String, Object>> totals = new ArrayList<>();
    byCurrency.forEach((currency, sums) -> totals.add(total(currency, sums)));
    return totals;
  }

  private static Map<String, Object> total(String currency, List<UsageSums> sums) {
    BigDecimal input =
        sums.stream().map(UsageSums::inputCost).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal output =
        sums.stream().map(UsageSums::outputCost).reduce(BigDecimal.ZERO, BigDecimal::add);
    Map<String, Object> total = new LinkedHashMap<>();
    total.put("currency", currency);
    total.put("calls", sums.stream().mapToLong(UsageSums::calls).sum());
    total.put("inputCost", input);
    total.put("outputCost", output);
    total.put("cost", input.add(output));
    return total;
  }

  private static Map<String, Object> entry(UsageRow row) {
    UsageSums sums = row.sums();
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("user", row.user());
    entry.put("provider", row.model().provider());
    entry.put("model", row.model().model());
    entry.put("source", row.source().label());
    entry.put("currency", row.currency());
    entry.put("calls", sums.calls());
    entry.put("zeroCostCalls", sums.zeroCostCalls());
    entry.put("inputTokens", sums.inputTokens());
    entry.put("outputTokens", sums.outputTokens());
    entry.put("inputCost", sums.inputCost());
    entry.put("outputCost", sums.outputCost());
    return entry;
  }
}

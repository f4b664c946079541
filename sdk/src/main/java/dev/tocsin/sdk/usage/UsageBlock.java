package dev.tocsin.sdk.usage;

import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.Verdict;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The block `llm`: allowed models with their prices, the day's spend with reported and estimated
/// apart, calls at no cost, models without a price.
public final class UsageBlock implements OpsBlock {

  private final UsageMeter meter;
  private final UsageLedger ledger;
  private final InstantSource clock;

  public UsageBlock(UsageMeter meter, UsageLedger ledger, InstantSource clock) {
    this.meter = meter;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "llm";
  }

  @Override
  public BlockReport collect() throws SQLException {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    List<UsageRow> rows = ledger.totals(today);
    List<String> unpriced =
        meter.contract().withoutPrice(today).stream().map(ModelId::toString).toList();
    long free = rows.stream().mapToLong(row -> row.sums().zeroCostCalls()).sum();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("day", today.toString());
    fields.put("currency", meter.contract().currency());
    fields.put("models", models(today));
    for (UsageSource source : UsageSource.values()) {
      fields.put(source.label(), UsageJson.totals(rows, source));
    }
    fields.put("zeroCostCalls", free);
    fields.put("allowedWithoutPrice", unpriced);
    fields.put("pendingBookings", meter.pendingBookings());
    return report(fields, unpriced, free);
  }

  private BlockReport report(Map<String, Object> fields, List<String> unpriced, long free) {
    List<String> reasons = new ArrayList<>();
    if (free > 0) {
      reasons.add(free + " calls of today were booked at no cost.");
    }
    if (!unpriced.isEmpty()) {
      reasons.add("Allowed models without a price: " + String.join(", ", unpriced) + ".");
    }
    if (meter.pendingBookings() > 0) {
      reasons.add(meter.pendingBookings() + " calls wait to be written into the ledger.");
    }
    Verdict verdict = reasons.isEmpty() ? Verdict.GREEN : free > 0 ? Verdict.RED : Verdict.AMBER;
    return new BlockReport(verdict, reasons, fields);
  }

  private List<Map<String, Object>> models(LocalDate today) {
    List<Map<String, Object>> models = new ArrayList<>();
    for (ModelId model : meter.contract().allowed()) {
      TokenPrice price = meter.contract().priceOf(model, today.toEpochDay());
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("provider", model.provider());
      entry.put("model", model.model());
      entry.put("priced", price != null);
      if (price != null) {
        entry.put("inputPerMillion", Cost.decimal(price.inputNanosPerMillion()));
        entry.put("outputPerMillion", Cost.decimal(price.outputNanosPerMillion()));
        entry.put("validFrom", price.validFrom().toString());
      }
      models.add(entry);
    }
    return models;
  }
}

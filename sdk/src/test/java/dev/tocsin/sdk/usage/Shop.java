package dev.tocsin.sdk.usage;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.zaxxer.hikari.HikariDataSource;
import dev.tocsin.sdk.metrics.Telemetry;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A meter on a fresh database. A call of a million input tokens of [#GPT] costs 2.50.
final class Shop implements AutoCloseable {

  static final ModelId GPT = ModelId.parse("openai/gpt-4o");
  static final ModelId FREE = ModelId.parse("openai/gpt-free");
  static final ModelId UNPRICED = ModelId.parse("openai/gpt-5");

  final HikariDataSource database;
  final ManualClock clock = new ManualClock();
  final Telemetry telemetry = new Telemetry();
  final UsageLedger ledger;
  final List<String> alarms = new CopyOnWriteArrayList<>();
  final DailyLimit limit;
  final UsageMeter meter;

  Shop(TestDatabase kind, DailyLimit limit) throws Exception {
    this.database = kind.open();
    this.limit = limit;
    this.ledger = new UsageLedger(database);
    ledger.createTables();
    this.meter = meter(telemetry);
  }

  static Shop limitedTo(TestDatabase kind, String amount) throws Exception {
    return new Shop(kind, DailyLimit.of(new BigDecimal(amount)));
  }

  /// Another process with the same database.
  UsageMeter anotherMeter() {
    return meter(new Telemetry());
  }

  private UsageMeter meter(Telemetry metrics) {
    ModelContract contract =
        ModelContract.read(
            ModelContractTest.PRICES,
            "[\"openai/gpt-4o\", \"openai/gpt-free\", \"openai/gpt-5\"]",
            Deployment.LOCAL,
            ModelContractTest.TODAY);
    UsageOptions options =
        UsageOptions.defaults().withLimit(limit).withAlarm((key, message) -> alarms.add(key));
    return new UsageMeter(contract, ledger, options, metrics, clock);
  }

  static Reservation admitted(Admission admission) {
    return assertInstanceOf(Admission.Admitted.class, admission).reservation();
  }

  static Refusal refused(Admission admission) {
    return assertInstanceOf(Admission.Refused.class, admission).reason();
  }

  void execute(String sql) throws Exception {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  List<String> samples(String prefix) {
    return telemetry.scrape(null).body().lines().filter(line -> line.startsWith(prefix)).toList();
  }

  @Override
  public void close() {
    meter.close();
    telemetry.close();
    database.close();
  }
}

package dev.tocsin.bench;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.usage.Admission;
import dev.tocsin.sdk.usage.DailyLimit;
import dev.tocsin.sdk.usage.Deployment;
import dev.tocsin.sdk.usage.ModelContract;
import dev.tocsin.sdk.usage.ModelId;
import dev.tocsin.sdk.usage.UsageLedger;
import dev.tocsin.sdk.usage.UsageMeter;
import dev.tocsin.sdk.usage.UsageOptions;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Asking whether a user may call a model, and taking the reservation back: the part of the meter
/// that stands before each call. Leases come from a database in memory.
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UsageMeterBenchmark {
  private static final String PRICES =
      """
      {"currency": "USD", "families": [{"provider": "openai", "family": "gpt-4o", "prices": [
        {"validFrom": "2024-05-13", "inputPerMillion": 2.5, "outputPerMillion": 10}]}]}
      """;

  private final ModelId model = ModelId.parse("openai/gpt-4o");
  private final JdbcConnectionPool database =
      JdbcConnectionPool.create("jdbc:h2:mem:bench", "sa", "");
  private final Telemetry telemetry = new Telemetry();
  private @Nullable UsageMeter meter;

  @Setup(Level.Trial)
  public void open() throws SQLException {
    var contract =
        ModelContract.read(
            PRICES, "[\"openai/gpt-4o\"]", Deployment.DEPLOYED, LocalDate.EPOCH.plusYears(56));
    var ledger = new UsageLedger(database);
    ledger.createTables();
    var options = UsageOptions.defaults().withLimit(DailyLimit.of(BigDecimal.valueOf(1_000)));
    meter = new UsageMeter(contract, ledger, options, telemetry, InstantSource.system());
  }

  @TearDown(Level.Trial)
  public void close() {
    meter().close();
    database.dispose();
    telemetry.close();
  }

  private UsageMeter meter() {
    if (meter == null) {
      throw new IllegalStateException("BUG: not opened");
    }
    return meter;
  }

  @Benchmark
  public Admission reserveAndCancel() {
    var admission = meter().reserve("user-17", model, 1_200, 400);
    if (admission instanceof Admission.Admitted(var reservation)) {
      reservation.cancel();
      return admission;
    }
    throw new IllegalStateException("BUG: refused: " + admission);
  }
}

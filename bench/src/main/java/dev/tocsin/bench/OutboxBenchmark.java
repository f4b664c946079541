package dev.tocsin.bench;

import dev.tocsin.sdk.outbox.JdbcQueueTransport;
import dev.tocsin.sdk.outbox.Outbox;
import dev.tocsin.sdk.sql.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
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

/// What an event costs a business transaction on a real PostgreSQL: an order alone, an event alone,
/// and both in one commit.
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OutboxBenchmark {
  private static final String PAYLOAD = "{\"order\":\"o-1\",\"total\":49.90,\"currency\":\"EUR\"}";

  private @Nullable Running running;
  private long number;

  private record Running(
      EmbeddedPostgres postgres, Connection connection, PreparedStatement insert, Outbox outbox) {}

  @Setup(Level.Trial)
  public void open() throws IOException, SQLException {
    // Its own defaults give up durability, which is what is measured here.
    var postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start();
    var dataSource = postgres.getPostgresDatabase();
    var connection = dataSource.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE orders (position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
              + " id TEXT NOT NULL UNIQUE, payload TEXT NOT NULL)");
    }
    connection.setAutoCommit(false);
    var insert = connection.prepareStatement("INSERT INTO orders (id, payload) VALUES (?, ?)");
    var transport = new JdbcQueueTransport(new Database(dataSource));
    var outbox = Outbox.of("automation", dataSource, transport).build();
    running = new Running(postgres, connection, insert, outbox);
  }

  private Running running() {
    if (running == null) {
      throw new IllegalStateException("BUG: not opened");
    }
    return running;
  }

  @TearDown(Level.Trial)
  public void close() throws IOException, SQLException {
    running().outbox().close();
    running().connection().close();
    running().postgres().close();
  }

  @Benchmark
  public void order() throws SQLException {
    insert();
    running().connection().commit();
  }

  @Benchmark
  public String event() throws SQLException {
    String id = append();
    running().connection().commit();
    return id;
  }

  @Benchmark
  public String orderWithEvent() throws SQLException {
    insert();
    String id = append();
    running().connection().commit();
    return id;
  }

  private void insert() throws SQLException {
    number++;
    running().insert().setString(1, "o-" + number);
    running().insert().setString(2, PAYLOAD);
    running().insert().executeUpdate();
  }

  private String append() throws SQLException {
    return running().outbox().append(running().connection(), "orders", "k" + number % 100, PAYLOAD);
  }
}

package dev.tocsin.sdk.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tocsin.sdk.health.DatabaseIndicator;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.pool.PoolFigures;
import dev.tocsin.sdk.testkit.LogCapture;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A pool and queries of a real PostgreSQL.
class DatabaseTest {

  private static final String QUERY_LOG = "dev.tocsin.sdk.data.query";

  private static EmbeddedPostgres postgres;

  private final Telemetry telemetry = new Telemetry();
  private final DataMetrics metrics = new DataMetrics(telemetry);
  private final LogCapture log = new LogCapture(QUERY_LOG);
  private HikariDataSource pool;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void open() throws SQLException {
    pool = pool(postgres);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists orders");
      statement.execute("create table orders (id int primary key, mail text)");
    }
    HikariMetrics.watch("shop", pool, metrics, telemetry);
  }

  @AfterEach
  void close() {
    log.close();
    pool.close();
    telemetry.close();
  }

  @Test
  void thePoolIsPublishedAsItIs() throws SQLException {
    try (Connection first = pool.getConnection()) {
      PoolFigures use = figures("shop");
      assertEquals(List.of(1, 2), List.of(use.active(), use.max()));
      assertEquals(50, use.utilisationPercent());
      assertEquals(1.0, value("database_connection_pool_size{state=\"active\"}"));
      assertEquals(2.0, value("database_connection_pool_size{state=\"max\"}"));
      assertTrue(first.isValid(1));
    }
    assertEquals(0.0, value("database_connection_pool_size{state=\"active\"}"));
  }

  @Test
  void anExhaustedPoolIsToldFromADatabaseThatIsGone() throws Exception {
    try (Connection first = pool.getConnection();
        Connection second = pool.getConnection()) {
      CompletableFuture<Void> third =
          CompletableFuture.runAsync(() -> assertThrows(SQLException.class, pool::getConnection));
      Awaitility.await()
          .until(() -> value("database_connection_pool_size{state=\"waiting\"}") == 1);
      third.join();
      assertTrue(first.isValid(1) && second.isValid(1));
    }
    assertEquals(1.0, value("db_pool_acquisition_timeouts_total"));
    assertEquals(1.0, value("db_pool_connection_errors_total"));

    EmbeddedPostgres dying = EmbeddedPostgres.builder().start();
    try (HikariDataSource orphan = pool(dying)) {
      HikariMetrics.watch("orphan", orphan, metrics, telemetry);
      orphan.getConnection().close();
      dying.close();
      orphan.getHikariPoolMXBean().softEvictConnections();
      assertThrows(SQLException.class, orphan::getConnection);
      DatabaseIndicator check = check("orphan", orphan);
      assertThrows(SQLException.class, check::check);
      assertEquals(
          2L, check.publicFigures().get("connection_errors"), "the check counts as others");
    }
    assertEquals(1.0, value("db_pool_acquisition_timeouts_total"));
    assertEquals(3.0, value("db_pool_connection_errors_total"));
  }

  @Test
  void whereNoPoolTellsOfFailuresTheHealthCheckCountsItsOwn() {
    JdbcDataSource gone = new JdbcDataSource();
    gone.setURL("jdbc:h2:mem:gone;IFEXISTS=TRUE");
    DatabaseIndicator check = check("gone", gone);
    assertThrows(SQLException.class, check::check);
    assertEquals(1L, check.publicFigures().get("connection_errors"));
    assertEquals(1.0, value("db_pool_connection_errors_total"));
  }

  private DatabaseIndicator check(String name, DataSource dataSource) {
    Duration limit = Duration.ofSeconds(5);
    return new DatabaseIndicator(name, dataSource, limit, metrics.connectionErrors(name));
  }

  @Test
  void hikarisOwnBindingIsThereToo() throws SQLException {
    pool.getConnection().close();
    assertTrue(telemetry.scrape(null).body().contains("hikaricp_connections_acquire_seconds"));
  }

  @Test
  void aPoolWithATrackerOfItsOwnStaysAsItIs() {
    HikariDataSource taken = new HikariDataSource();
    taken.setMetricsTrackerFactory(
        (name, stats) -> new com.zaxxer.hikari.metrics.IMetricsTracker() {});
    HikariMetrics.watch("taken", taken, metrics, telemetry);

    assertEquals(2, metrics.getConnectionPoolMetrics().size());
    assertEquals(0, figures("taken").active());
    taken.close();
    assertEquals(0, figures("taken").max());
  }

  @Test
  void queriesAreTimedByOperationAndTable() throws SQLException {
    DataSource watched = watched(QueryOptions.of(Duration.ofSeconds(30), 0));
    try (Connection connection = watched.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("insert into orders (id, mail) values (?, ?)")) {
      for (int id = 0; id < 3; id++) {
        insert.setInt(1, id);
        insert.setString(2, "ann@example.com");
        insert.execute();
      }
      connection.createStatement().executeQuery("SELECT * FROM public.orders WHERE id = 7").close();
    }

    String series = "database_query_duration_seconds_count{operation=";
    assertEquals(3.0, value(series + "\"insert\",table=\"orders\"}"));
    assertEquals(1.0, value(series + "\"select\",table=\"orders\"}"));
    assertTrue(
        value("database_query_duration_seconds_sum{operation=\"select\",table=\"orders\"}") > 0);
    assertEquals(List.of(), log.lines());
  }

  @Test
  void aSlowQueryIsCountedKeptWithItsFiguresAndLoggedWithoutItsValues() throws SQLException {
    QueryMonitor monitor = new QueryMonitor(metrics, QueryOptions.of(Duration.ofMillis(100), 0));
    DataSource watched = QueryListener.watch("shop", pool, monitor);
    try (Connection connection = watched.getConnection();
        Statement statement = connection.createStatement()) {
      for (String secret : List.of("one", "two")) {
        statement.execute(
            "select pg_sleep(0.15), '" + secret + "' from (select count(*) from orders) o");
      }
      statement.execute("select id from orders");
    }

    assertEquals(2.0, value("db_slow_queries_total{operation=\"select\",table=\"orders\"}"));
    List<StatementUse> slow = monitor.slowStatements(10);
    assertEquals(1, slow.size());
    StatementUse use = slow.get(0);
    assertEquals("select pg_sleep (?), ? from (select count (*) from orders) o", use.statement());
    assertEquals(new StatementUse.Runs(2, 2, 0), use.runs());
    assertTrue(use.p95Millis() >= 150 && use.p95Millis() <= use.maxMillis(), use.toString());
    assertEquals(2, log.lines().size());
    assertTrue(log.lines().get(0).startsWith("WARN Slow query, "), log.lines().get(0));
    assertFalse(log.lines().toString().contains("two"));
  }

  @Test
  void aFailedQueryIsCountedAndLoggedWithoutWhatTheDatabaseSaid() throws SQLException {
    DataSource watched = watched(QueryOptions.of(Duration.ofSeconds(30), 0));
    try (Connection connection = watched.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("insert into orders values (1, 'ann@example.com')");
      assertThrows(
          SQLException.class,
          () -> statement.execute("insert into orders values (1, 'ann@example.com')"));
    }

    assertEquals(1.0, value("db_query_failures_total{operation=\"insert\"}"));
    assertEquals(1, log.lines().size());
    String line = log.lines().get(0);
    assertTrue(line.contains("PSQLException, SQLState 23505: insert into orders values (?)"), line);
    assertFalse(line.contains("ann@example.com") || line.contains("Key"), line);
  }

  @Test
  void theShareOfOrdinaryQueriesIsLogged() throws SQLException {
    double[] drawn = {0.09, 0.5, 0.1, 0.0};
    int[] next = {0};
    DataSource watched =
        watched(new QueryOptions(Duration.ofSeconds(30), 0.1, () -> drawn[next[0]++]));
    try (Connection connection = watched.getConnection();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < drawn.length; i++) {
        statement.execute("select 1");
      }
    }
    assertEquals(2, log.lines().size());
    assertTrue(log.lines().get(0).startsWith("INFO Query, "), log.lines().get(0));
  }

  @Test
  void moreStatementsThanTheLimitShareOnePlace() {
    QueryMonitor monitor = new QueryMonitor(metrics, QueryOptions.of(Duration.ofNanos(1), 0));
    for (int i = 0; i < 3 * QueryMonitor.MAX_STATEMENTS; i++) {
      monitor.record("select a_" + i + " from t", 10, null);
    }
    assertEquals(QueryMonitor.MAX_STATEMENTS, monitor.slowStatements(Integer.MAX_VALUE).size());
  }

  private static HikariDataSource pool(EmbeddedPostgres database) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.getJdbcUrl("postgres", "postgres"));
    config.setMaximumPoolSize(2);
    config.setConnectionTimeout(250);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private PoolFigures figures(String pool) {
    PoolFigures figures = metrics.getConnectionPoolMetrics().get(pool);
    if (figures == null) {
      throw new AssertionError(pool + " is not watched");
    }
    return figures;
  }

  private DataSource watched(QueryOptions options) {
    return QueryListener.watch("shop", pool, new QueryMonitor(metrics, options));
  }

  private double value(String series) {
    return telemetry
        .scrape(null)
        .body()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }
}

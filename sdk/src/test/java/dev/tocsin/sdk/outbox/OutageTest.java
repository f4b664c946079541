package dev.tocsin.sdk.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.Verdict;
import dev.tocsin.sdk.outbox.kafka.KafkaBroker;
import dev.tocsin.sdk.outbox.kafka.KafkaTransport;
import dev.tocsin.sdk.outbox.redis.RedisStreamBuffer;
import dev.tocsin.sdk.sql.Database;
import dev.tocsin.sdk.testkit.RealRedis;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kafka, PostgreSQL and Redis, all real, stopped and started under a running outbox. Whatever
/// happens: nothing is lost, nothing acts twice, each key keeps its order.
class OutageTest {

  private static final int KEYS = 5;
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path folder;

  private final Telemetry telemetry = new Telemetry();
  private final Set<String> alerts = new ConcurrentSkipListSet<>();
  private final Map<String, List<String>> published = new TreeMap<>();
  private final int postgresPort = freePort();
  private int counter;
  private KafkaBroker kafka;
  private EmbeddedPostgres postgres;
  private RealRedis redis;
  private HikariDataSource dataSource;
  private Outbox outbox;

  @BeforeEach
  void start() throws Exception {
    kafka = new KafkaBroker(folder);
    startPostgres();
    redis = RealRedis.durable(folder);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
    config.setConnectionTimeout(1_000);
    config.setValidationTimeout(500);
    config.setMaximumPoolSize(6);
    dataSource = new HikariDataSource(config);
  }

  @AfterEach
  void stop() throws Exception {
    outbox.close();
    dataSource.close();
    kafka.close();
    if (postgres != null) {
      postgres.close();
    }
    redis.close();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void startPostgres() throws IOException {
    postgres =
        EmbeddedPostgres.builder()
            .setPort(postgresPort)
            .setDataDirectory(folder.resolve("postgres"))
            .setCleanDataDirectory(false)
            .start();
  }

  private void stopPostgres() throws IOException {
    postgres.close();
    postgres = null;
  }

  private void startOutbox(RecoveryBuffer... more) {
    OutboxOptions options =
        new OutboxOptions(
            5,
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            Duration.ofMillis(50),
            Duration.ofSeconds(2),
            more.length == 0);
    OutboxBuilder builder =
        Outbox.of("automation", dataSource, new KafkaTransport(kafka.clientSettings()))
            .options(options)
            .telemetry(telemetry)
            .alerts(new KeptAlerts())
            .buffer(
                RedisStreamBuffer.of(
                    redis.url(),
                    "tocsin:outbox:automation",
                    RedisStreamBuffer.DEFAULT_MAX_EVENTS,
                    Duration.ofSeconds(1)));
    List.of(more).forEach(builder::buffer);
    outbox = builder.build();
    outbox.start();
  }

  private void publish(int count, Placement expected) {
    for (int i = 0; i < count; i++) {
      String key = "k" + counter % KEYS;
      String payload = String.valueOf(counter++);
      assertEquals(expected, outbox.publish("events", key, payload), payload);
      if (expected != Placement.LOST) {
        published.computeIfAbsent(key, k -> new ArrayList<>()).add(payload);
      }
    }
  }

  /// What a receiver that knows repeats by their ids has done, for each key.
  private Map<String, List<String>> effects() throws Exception {
    Database database = new Database(dataSource);
    ProcessedEvents.createTable(database);
    ProcessedEvents processed = new ProcessedEvents(database, "test", InstantSource.system());
    Map<String, List<String>> effects = new TreeMap<>();
    for (ConsumerRecord<String, String> record : kafka.records("events")) {
      String id =
          new String(
              record.headers().lastHeader(KafkaTransport.ID_HEADER).value(),
              StandardCharsets.UTF_8);
      boolean first = database.inTransaction(c -> processed.isFirst(c, id));
      if (first) {
        effects.computeIfAbsent(record.key(), k -> new ArrayList<>()).add(record.value());
      }
    }
    return effects;
  }

  private void awaitAllSent() throws Exception {
    Awaitility.await()
        .atMost(LONG)
        .ignoreExceptions()
        .until(
            () ->
                outbox.figures().depth() == 0
                    && outbox.buffers().stream()
                        .allMatch(buffer -> outbox.backlog(buffer).orElse(1) == 0));
    assertEquals(published, effects());
    assertEquals(0, outbox.figures().deadLetters());
  }

  @Test
  void theQueueIsDown() throws Exception {
    startOutbox();
    publish(20, Placement.OUTBOX);
    kafka.stop();
    publish(50, Placement.OUTBOX);
    kafka.start();
    publish(20, Placement.OUTBOX);
    awaitAllSent();
  }

  @Test
  void queueAndDatabaseAreDown() throws Exception {
    startOutbox();
    publish(20, Placement.OUTBOX);
    kafka.stop();
    publish(10, Placement.OUTBOX);
    stopPostgres();
    publish(40, Placement.BUFFER);
    BlockReport report = outbox.block().collect();
    assertEquals(Verdict.RED, report.verdict());
    assertEquals(40L, report.fields().get("streamBacklog"));
    Awaitility.await()
        .atMost(LONG)
        .until(() -> alerts.contains("automation.outbox.recovery-active"));
    startPostgres();
    Awaitility.await()
        .atMost(LONG)
        .until(() -> outbox.publish("events", "after", "first") == Placement.OUTBOX);
    List<String> after = new ArrayList<>(List.of("first"));
    published.put("after", after);
    publish(30, Placement.OUTBOX);
    kafka.start();
    Awaitility.await().atMost(LONG).until(alerts::isEmpty);
    effectsAfterAwait(after);
    awaitAllSent();
  }

  /// The attempts while the database was coming back have also been published, in buffers.
  private void effectsAfterAwait(List<String> after) {
    Awaitility.await().atMost(LONG).ignoreExceptions().until(() -> outbox.figures().depth() == 0);
    int repeats = 0;
    for (ConsumerRecord<String, String> record : kafka.records("events")) {
      repeats += record.key().equals("after") ? 1 : 0;
    }
    for (int i = 1; i < repeats; i++) {
      after.add("first");
    }
  }

  @Test
  void databaseAndRedisAreDownAndTheFileTakesOver() throws Exception {
    startOutbox(new FileLogBuffer(folder.resolve("log"), FileLogBuffer.DEFAULT_MAX_BYTES));
    publish(10, Placement.OUTBOX);
    kafka.stop();
    stopPostgres();
    publish(10, Placement.BUFFER);
    redis.stop();
    publish(10, Placement.BUFFER);
    redis.start();
    startPostgres();
    kafka.start();
    awaitAllSent();
    assertEquals(0, outbox.lostCount());
  }

  @Test
  void everythingIsDownAndTheLossIsToldLoudly() throws Exception {
    startOutbox();
    assertTrue(
        outbox.block().collect().reasons().toString().contains("Loss is declared unacceptable"));
    publish(5, Placement.OUTBOX);
    kafka.stop();
    redis.stop();
    stopPostgres();
    publish(3, Placement.LOST);
    assertTrue(alerts.contains("automation.outbox.events-lost"));
    assertTrue(
        telemetry
            .scrape(null)
            .body()
            .contains("outbox_events_lost_total{outbox=\"automation\"} 3.0"));
    BlockReport report = outbox.block().collect();
    assertEquals(Verdict.RED, report.verdict());
    assertEquals(3L, report.fields().get("lost"));
    startPostgres();
    redis.start();
    kafka.start();
    awaitAllSent();
  }

  private final class KeptAlerts implements OutboxAlerts {

    @Override
    public void raise(String key, String text) {
      alerts.add(key);
    }

    @Override
    public void clear(String key) {
      alerts.remove(key);
    }
  }
}

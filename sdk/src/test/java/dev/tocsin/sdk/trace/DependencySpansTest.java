package dev.tocsin.sdk.trace;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.testkit.RealRedis;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/// What goes out of a request, against the real thing: a database, a Redis, an HTTP server.
class DependencySpansTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final AttributeKey<String> QUERY = AttributeKey.stringKey("db.query.text");

  private final KeptSpans kept = new KeptSpans();
  private final Tracing tracing =
      new Tracing(
          TraceSettings.of("shop", null).withSampling(1, ErrorTraces.SPAN),
          kept,
          new Telemetry(),
          InstantSource.system());

  @Test
  void eachStatementIsASpanWithoutItsLiterals() throws Exception {
    DataSource database =
        ProxyDataSourceBuilder.create(h2()).listener(new TracedQueries(tracing)).build();
    EntrySpan job = tracing.beginJob("job");
    TraceScope scope = job.open();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table card (number varchar(20), owner int)");
      statement.execute("insert into card values ('4111111111111111', 17)");
      try (PreparedStatement select =
          connection.prepareStatement("select owner from card where number = ?")) {
        select.setString(1, "4111111111111111");
        select.executeQuery().close();
      }
      assertThrows(SQLException.class, () -> statement.execute("delete from nowhere"));
    }
    scope.close();
    job.finish("job");
    tracing.flush(LIMIT);

    assertEquals(List.of("CREATE", "INSERT", "SELECT", "DELETE", "job"), kept.names());
    assertEquals("insert into card values (?, ?)", kept.named("INSERT").getAttributes().get(QUERY));
    assertEquals(kept.named("job").getSpanId(), kept.named("SELECT").getParentSpanId());
    assertEquals(StatusCode.ERROR, kept.named("DELETE").getStatus().getStatusCode());
    assertFalse(kept.spans().toString().contains("4111"));
  }

  @Test
  void eachRedisCommandIsASpanWithoutItsKeysAndValues() throws Exception {
    RealRedis redis = new RealRedis();
    ClientResources resources =
        DefaultClientResources.builder().tracing(new LettuceTracing(tracing)).build();
    RedisClient client = RedisClient.create(resources, RedisURI.create(redis.url()));
    client.setOptions(ClientOptions.create());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      EntrySpan job = tracing.beginJob("job");
      TraceScope scope = job.open();
      connection.sync().set("session:17", "very-private");
      assertThrows(
          RedisCommandExecutionException.class, () -> connection.sync().lpush("session:17", "x"));
      scope.close();
      job.finish("job");
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                tracing.flush(LIMIT);
                return kept.spans().size() == 3;
              });

      assertEquals(kept.named("job").getSpanId(), kept.named("SET").getParentSpanId());
      assertEquals(StatusCode.ERROR, kept.named("LPUSH").getStatus().getStatusCode());
      assertFalse(kept.spans().toString().contains("private"));
    } finally {
      client.shutdown();
      resources.shutdown().get();
      redis.close();
    }
  }

  @Test
  void aCallOfTheJdkClientIsASpanAndCarriesTheTrace() throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          received.add(exchange.getRequestHeaders().getFirst("traceparent"));
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    URI there = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    HttpClient client = new TracedHttpClient(HttpClient.newHttpClient(), tracing);
    EntrySpan job = tracing.beginJob("job");
    TraceScope scope = job.open();
    client.send(HttpRequest.newBuilder(there).build(), BodyHandlers.discarding());
    client.sendAsync(HttpRequest.newBuilder(there).build(), BodyHandlers.discarding()).get();
    server.stop(0);
    HttpRequest toNobody =
        HttpRequest.newBuilder(there).POST(HttpRequest.BodyPublishers.noBody()).build();
    assertThrows(ConnectException.class, () -> client.send(toNobody, BodyHandlers.discarding()));
    scope.close();
    tracing.flush(LIMIT);

    List<SpanData> calls = kept.spans();
    assertEquals(3, calls.size());
    assertEquals(List.of(traceparent(calls.get(0)), traceparent(calls.get(1))), received);
    assertEquals(StatusCode.ERROR, kept.named("POST").getStatus().getStatusCode());
  }

  private static String traceparent(SpanData span) {
    return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-01";
  }

  private static DataSource h2() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:trace;DB_CLOSE_DELAY=-1");
    return source;
  }
}

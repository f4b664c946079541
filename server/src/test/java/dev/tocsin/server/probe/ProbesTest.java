package dev.tocsin.server.probe;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.series.Labels;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.database.Leases;
import dev.tocsin.server.database.TestDatabases;
import dev.tocsin.server.ingest.HandMadeServer;
import dev.tocsin.server.ingest.MemorySeries;
import dev.tocsin.server.ingest.SampleLimits;
import dev.tocsin.server.ingest.SampleSink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbesTest {
  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final MemorySeries store = new MemorySeries();
  private final HandMadeServer server = new HandMadeServer();
  private Database database;
  private ServiceStatuses statuses;
  private Probes probes;

  @BeforeEach
  void start() {
    database = TestDatabases.sqlite(folder);
  }

  @AfterEach
  void stop() {
    if (probes != null) {
      probes.stop();
    }
    server.close();
    database.close();
  }

  private void use(String service) {
    use(service, clock, "one");
  }

  private void use(String service, InstantSource time, String replica) {
    var text = "services:\n  - name: shop\n" + service.indent(4);
    var problems = new Problems();
    var options = ProbeOptions.read(ConfigFile.parse("tocsin.yml", text, Map.of(), problems));
    problems.throwIfAny();
    statuses = new ServiceStatuses(database, time, new Ids(time));
    statuses.declare(options);
    var sink = new SampleSink(store, time, SampleLimits.defaults());
    probes = new Probes(options, statuses, sink, new Leases(database, time, replica), time);
  }

  private String http() {
    return "http: http://" + server.place() + "/health\n";
  }

  private void assertResult(ServiceStatus status, String detail) {
    probes.runOnce();
    var current = statuses.find("shop").orElseThrow().current();
    assertTrue(current.detail().contains(detail), current.detail());
    assertEquals(status, current.status());
    var sample = store.samples(Labels.of("__name__", "health_check_status", "service", "shop"));
    var expected = status == ServiceStatus.UP ? "=1.0" : "=0.0";
    assertTrue(sample.endsWith(expected), sample);
    var latency = Labels.of("__name__", "health_check_latency_ms", "service", "shop");
    assertTrue(!store.samples(latency).isEmpty());
  }

  @Test
  void aServiceThatAnswersWellIsUp() {
    use(http() + "method: HEAD");
    server.answer("text/plain", "");
    assertResult(ServiceStatus.UP, "");
    assertTrue(server.requests().getFirst().startsWith("HEAD /health HTTP/1.1"));
  }

  @Test
  void anotherStatusIsDown() {
    use(http());
    server.answerStatus("503 Service Unavailable");
    assertResult(ServiceStatus.DOWN, "status 503 instead of 2xx");
  }

  @Test
  void theExpectedStatusCanBeSet() {
    use(http() + "expected_status: [401, 403]");
    server.answerStatus("403 Forbidden");
    assertResult(ServiceStatus.UP, "");
    server.answer("text/plain", "welcome");
    assertResult(ServiceStatus.DOWN, "status 200 instead of 401 or 403");
  }

  @Test
  void theBodyMustContainTheTextWithinItsLimit() {
    use(http() + "body_contains: all is well");
    server.answer("text/plain", "today all is well here");
    assertResult(ServiceStatus.UP, "");
    server.answer("text/plain", "x".repeat(64 * 1024) + "all is well");
    assertResult(ServiceStatus.DOWN, "the body does not contain \"all is well\"");
  }

  @Test
  void redirectsAreFollowedOnlyWhenWanted() {
    use(http());
    server.answer(
        (request, out) -> {
          var answer =
              request.startsWith("GET /health ")
                  ? "302 Found\r\nLocation: /other"
                  : "200 OK\r\nX: y";
          out.write(
              ("HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
        });
    assertResult(ServiceStatus.DOWN, "status 302 instead of 2xx");
    probes.stop();
    use(http() + "follow_redirects: true");
    assertResult(ServiceStatus.UP, "");
  }

  @Test
  void aServiceThatHangsIsDownAtTheTimeout() {
    use(http() + "timeout: 150ms");
    var never = new CountDownLatch(1);
    server.answer((request, out) -> never.await());
    assertResult(ServiceStatus.DOWN, "no answer within 150 ms");
    never.countDown();
  }

  @Test
  void aSlowAnswerIsDegraded() {
    use(http() + "degraded_after: 20ms");
    var never = new CountDownLatch(1);
    server.answer(
        (request, out) -> {
          assertTrue(!never.await(60, TimeUnit.MILLISECONDS));
          out.write(
              "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        });
    assertResult(ServiceStatus.DEGRADED, "more than 20 ms");
  }

  @Test
  void nobodyThereIsDown() {
    use(http());
    server.close();
    assertResult(ServiceStatus.DOWN, "refused");
  }

  @Test
  void aServerWithoutTlsFailsATlsCheck() {
    use("http: https://" + server.place() + "/");
    server.answer("text/plain", "");
    probes.runOnce();
    assertEquals(ServiceStatus.DOWN, statuses.find("shop").orElseThrow().status());
  }

  @Test
  void aTcpCheckOpensAConnection() {
    use("tcp: " + server.place());
    assertResult(ServiceStatus.UP, "");
    server.close();
    assertResult(ServiceStatus.DOWN, "refused");
  }

  @Test
  void anUnknownHostIsDown() {
    use("tcp: no-such-host.invalid:80");
    assertResult(ServiceStatus.DOWN, "the host name is unknown");
  }

  @Test
  void downNeedsAsManyBadChecksInARowAsTheConfigurationSays() {
    use(http() + "failures_before_down: 3");
    server.answer("text/plain", "");
    assertResult(ServiceStatus.UP, "");
    server.answerStatus("500 No");
    assertResult(ServiceStatus.UP, "500");
    assertResult(ServiceStatus.UP, "500");
    server.answer("text/plain", "");
    assertResult(ServiceStatus.UP, "");
    server.answerStatus("500 No");
    assertResult(ServiceStatus.UP, "500");
    assertResult(ServiceStatus.UP, "500");
    assertResult(ServiceStatus.DOWN, "500");
    assertEquals(28.57, statuses.find("shop").orElseThrow().uptime().percentage(), 0.01);
  }

  @Test
  void ofTwoReplicasOneChecksUntilItsLeaseRunsOut() {
    server.answer("text/plain", "");
    use(http(), clock, "one");
    probes.runOnce();
    probes.stop();
    use(http(), clock, "two");
    probes.runOnce();
    assertEquals(1, server.requests().size());
    clock.advance(Duration.ofSeconds(66));
    probes.runOnce();
    assertEquals(2, server.requests().size());
  }

  @Test
  void startedItChecksByItself() {
    use(http() + "interval: 1s\ntimeout: 1s", InstantSource.system(), "one");
    server.answer("text/plain", "");
    probes.start();
    await().until(() -> server.requests().size() >= 2);
    probes.stop();
    assertEquals(ServiceStatus.UP, statuses.find("shop").orElseThrow().status());
  }
}

package dev.tocsin.sdk.correlation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationTest {

  private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  @Test
  void wellFormedIdsAreHonoured() {
    CorrelationIds ids = CorrelationIds.fromHeaders("trace-1.a_B", "req-9");

    assertEquals(new CorrelationIds("trace-1.a_B", "req-9"), ids);
  }

  @Test
  void aRequestWithoutCorrelationIdLendsItsRequestId() {
    assertEquals("req-9", CorrelationIds.fromHeaders(null, "req-9").correlationId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\r\nSet-Cookie: x", "ü", "${jndi:x}", "a/b", "\u0000"})
  void malformedIdsAreReplaced(String header) {
    CorrelationIds ids = CorrelationIds.fromHeaders(header, header);

    assertNotEquals(header, ids.requestId());
    assertTrue(WELL_FORMED.matcher(ids.requestId()).matches());
  }

  @Test
  void anIdMayHaveSixtyFourCharactersAndNotOneMore() {
    String longest = "a".repeat(64);

    assertEquals(longest, CorrelationIds.fromHeaders(longest, null).correlationId());
    assertNotEquals(longest + "a", CorrelationIds.fromHeaders(longest + "a", null).correlationId());
    assertThrows(IllegalArgumentException.class, () -> new CorrelationIds(longest + "a", longest));
  }

  @Test
  void whateverComesInTheIdsAreWellFormed() {
    Random random = new Random(20_260_101);
    for (int round = 0; round < 20_000; round++) {
      String header = randomHeader(random);
      CorrelationIds ids = CorrelationIds.fromHeaders(header, header);
      boolean honoured = ids.correlationId().equals(header);

      assertTrue(WELL_FORMED.matcher(ids.correlationId()).matches(), header);
      assertEquals(WELL_FORMED.matcher(header).matches(), honoured, header);
    }
  }

  @Test
  void scopesNestAndRestore() {
    Correlation.Scope outer = Correlation.open(new CorrelationIds("outer", "r1"));
    Correlation.Scope inner = Correlation.open(new CorrelationIds("inner", "r2"));
    assertEquals(Optional.of(new CorrelationIds("inner", "r2")), Correlation.current());

    inner.close();
    assertEquals(Optional.of(new CorrelationIds("outer", "r1")), Correlation.current());
    outer.close();
    assertEquals(Optional.empty(), Correlation.current());
  }

  @Test
  void workOnAnotherThreadKeepsTheIdsAndLeavesNoneBehind() {
    CorrelationIds ids = new CorrelationIds("chain", "request");
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      // Some log back ends let a new thread inherit the context; this one exists before.
      CompletableFuture.runAsync(() -> {}, pool).join();
      Correlation.Scope scope = Correlation.open(ids);
      CompletableFuture<Optional<CorrelationIds>> within =
          CompletableFuture.supplyAsync(Correlation::current, Correlation.propagating(pool));
      scope.close();

      assertEquals(Optional.of(ids), within.join());
      assertEquals(
          Optional.empty(), CompletableFuture.supplyAsync(Correlation::current, pool).join());
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void outgoingRequestsCarryTheCurrentIds() {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost/"));
    Correlation.Scope scope = Correlation.open(new CorrelationIds("chain", "request"));
    HttpRequest sent = Correlation.addTo(request).build();
    scope.close();

    assertEquals(Optional.of("chain"), sent.headers().firstValue("x-correlation-id"));
    assertEquals(Optional.of("request"), sent.headers().firstValue("X-Request-ID"));
  }

  @Test
  void withoutIdsAnOutgoingRequestStaysAsItIs() {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost/"));

    assertTrue(Correlation.addTo(request).build().headers().map().isEmpty());
  }

  private static String randomHeader(Random random) {
    int length = random.nextInt(80);
    boolean mostlyFine = random.nextBoolean();
    StringBuilder header = new StringBuilder();
    for (int i = 0; i < length; i++) {
      boolean fine = mostlyFine && random.nextInt(100) != 0;
      header.append(fine ? (char) ('a' + random.nextInt(26)) : (char) random.nextInt(300));
    }
    return header.toString();
  }
}

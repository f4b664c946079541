package dev.tocsin.server.ingest.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whatever a target does, its scrape fails with a reason that helps, `up` is 0, nothing of it is
/// stored, and the next good scrape is stored again.
class ScrapeFaultTest {
  private static final Duration STEP = Duration.ofSeconds(15);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

  private ScrapeFixture fixture = new ScrapeFixture("");

  @AfterEach
  void close() {
    fixture.close();
  }

  private void use(String job) {
    fixture.close();
    fixture = new ScrapeFixture(job);
  }

  private void assertFailsWith(String reason) {
    fixture.scrapeAfter(STEP);
    assertTrue(fixture.last().error().contains(reason), fixture.last().error());
    assertEquals("15=0.0", fixture.samples("up"));
    assertEquals("15=0.0", fixture.samples("scrape_samples_scraped"));
    assertEquals(4, fixture.store.series().size(), fixture.store.series().toString());

    fixture.server.answer(ScrapeFixture.TEXT, "a 1\n");
    fixture.scrapeAfter(STEP);
    assertEquals("", fixture.last().error());
    assertEquals("30=1.0", fixture.samples("a"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void aBodyOfOneGigabyteIsCutAtTheLimit() throws InterruptedException {
    use("body_limit: 100_000");
    var sent = new AtomicLong();
    var ended = new CountDownLatch(1);
    fixture.server.answer(
        (request, out) -> {
          try {
            out.write(ascii(OK + "Content-Length: 1000000000\r\n\r\n"));
            var chunk = ascii("a 1\n".repeat(16_384));
            while (sent.get() < 1_000_000_000) {
              out.write(chunk);
              sent.addAndGet(chunk.length);
            }
          } finally {
            ended.countDown();
          }
        });
    assertFailsWith("the body is larger than 100000 bytes");
    assertTrue(ended.await(10, TimeUnit.SECONDS), "the connection is left open");
    assertTrue(sent.get() < 100_000_000, "read " + sent.get());
  }

  @Test
  void anEndlessBodyWithoutALengthIsCutAtTheLimit() {
    use("body_limit: 100_000");
    fixture.server.answer(
        (request, out) -> {
          out.write(ascii(OK + "Connection: close\r\n\r\n"));
          var chunk = ascii("# an endless remark without an end of line ".repeat(1_000));
          while (true) {
            out.write(chunk);
          }
        });
    assertFailsWith("the body is larger than 100000 bytes");
  }

  @Test
  void aSmallBodyThatUnpacksToAHugeOneIsCutAtTheLimit() throws IOException {
    use("body_limit: 1_000_000");
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      var zeros = new byte[1 << 20];
      for (int i = 0; i < 200; i++) {
        gzip.write(zeros);
      }
    }
    assertTrue(packed.size() < 1_000_000);
    fixture.server.answer("text/plain", packed.toByteArray(), "Content-Encoding: gzip\r\n");
    assertFailsWith("the body is larger than 1000000 bytes");
  }

  @Test
  void aPackedBodyIsRead() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(ascii("a 7\n"));
    }
    fixture.server.answer("text/plain", packed.toByteArray(), "Content-Encoding: gzip\r\n");
    fixture.scrapeAfter(STEP);
    assertEquals("15=7.0", fixture.samples("a"));
  }

  @Test
  void aBodyThatOnlyClaimsToBePackedFails() {
    fixture.server.answer("text/plain", ascii("a 1\n"), "Content-Encoding: gzip\r\n");
    assertFailsWith("not gzip");
  }

  @Test
  void aPackedBodyThatIsCutOffFails() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(ascii("a 7\n".repeat(100)));
    }
    var half = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
    fixture.server.answer("text/plain", half, "Content-Encoding: gzip\r\n");
    assertFailsWith("connection failed");
  }

  @Test
  void anUnknownEncodingFails() {
    fixture.server.answer("text/plain", ascii("a 1\n"), "Content-Encoding: br\r\n");
    assertFailsWith("unknown encoding br");
  }

  @Test
  void binaryRubbishFails() {
    var rubbish = new byte[10_000];
    new Random(3).nextBytes(rubbish);
    fixture.server.answer("text/plain", rubbish, "");
    assertFailsWith("line 1, column");
  }

  @Test
  void badUtf8Fails() {
    var body = "a{b=\"?\"} 1\n".getBytes(StandardCharsets.ISO_8859_1);
    body[5] = (byte) 0xe4;
    fixture.server.answer("text/plain", body, "");
    assertFailsWith("line 1, column 6: the label value is not UTF-8");
  }

  @Test
  void aWebPageFails() {
    fixture.server.answer("text/html; charset=utf-8", "<html>");
    assertFailsWith("content type \"text/html; charset=utf-8\"; text/plain is expected");
  }

  @Test
  void anOpenMetricsBodyThatIsCutOffFails() {
    fixture.server.answer("application/openmetrics-text; version=1.0.0", "a 1\n");
    assertFailsWith("the body ends without \"# EOF\"");
  }

  @Test
  void aBodyThatIsShorterThanPromisedFails() {
    fixture.server.answer(
        (request, out) -> out.write(ascii(OK + "Content-Length: 100\r\n\r\na 1\n")));
    assertFailsWith("connection failed");
  }

  @Test
  void anotherStatusFails() {
    fixture.server.answerStatus("404 Not Found");
    assertFailsWith("the target answers with status 404");
  }

  @Test
  void aRedirectIsNotFollowed() {
    use("bearer_token: secret-token");
    fixture.server.answerStatus("302 Found\r\nLocation: http://localhost:1/elsewhere");
    assertFailsWith("answers 302 and points to http://localhost:1/elsewhere");
  }

  @Test
  void anAnswerThatIsNoHttpFails() {
    fixture.server.answer((request, out) -> out.write(ascii("SSH-2.0-OpenSSH_9.2\r\n")));
    assertFailsWith("connection failed");
  }

  @Test
  void aConnectionThatIsClosedAtOnceFails() {
    fixture.server.answer((request, out) -> {});
    assertFailsWith("connection failed");
  }

  @Test
  void aTargetThatIsNotThereFails() {
    fixture.server.close();
    fixture.scrapeAfter(STEP);
    assertTrue(fixture.last().error().contains("refused"), fixture.last().error());
    assertEquals("15=0.0", fixture.samples("up"));
  }

  @Test
  void aTargetThatNeverAnswersFailsAtItsDeadline() {
    use("timeout: 200ms");
    var never = new CountDownLatch(1);
    fixture.server.answer((request, out) -> never.await());
    assertFailsWith("no complete answer within 200 ms");
    never.countDown();
  }

  @Test
  void aTargetThatHangsInTheBodyFailsAtItsDeadline() {
    use("timeout: 200ms");
    var never = new CountDownLatch(1);
    fixture.server.answer(
        (request, out) -> {
          out.write(ascii(OK + "\r\na 1\nb"));
          out.flush();
          never.await();
        });
    assertFailsWith("no complete answer within 200 ms");
    never.countDown();
  }

  @Test
  void aTargetThatSendsDropByDropFailsAtItsDeadline() {
    use("timeout: 200ms");
    var left = new CountDownLatch(1);
    fixture.server.answer(
        (request, out) -> {
          out.write(ascii(OK + "\r\n"));
          while (!left.await(20, TimeUnit.MILLISECONDS)) {
            out.write('#');
            out.flush();
          }
        });
    assertFailsWith("no complete answer within 200 ms");
    left.countDown();
  }
}

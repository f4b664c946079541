package dev.tocsin.server.ingest.scrape;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Fetches expositions. The deadline holds for all of it, from the connection to the last byte, and
/// not more than the allowed bytes are ever held, however small they were packed.
///
/// Redirects are not followed: a target is a place, and its token is for that place only.
final class ExpositionClient implements AutoCloseable {
  private static final int LEAST_BUFFER_BYTES = 16 * 1024;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final String AGENT = "tocsin";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// Made when it is first needed: its cryptography takes a tenth of a second to set up, which a
  /// start need not wait for.
  private @Nullable HttpClient client;

  /// A body as it was meant, without compression.
  record Body(byte[] text, int length, ExpositionFormat format) {}

  private synchronized HttpClient client() {
    var known = client;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(CONNECT_LIMIT)
              .executor(threads)
              .build();
      client = known;
    }
    return known;
  }

  /// Waits for the answer of a target until its deadline.
  ///
  /// @throws ScrapeException if there is no usable one
  Body fetch(ScrapeJob job, ScrapeJob.Target target, int expectedBytes)
      throws ScrapeException, InterruptedException {
    var timeout = job.timing().timeout();
    var request =
        HttpRequest.newBuilder(target.address())
            .timeout(timeout)
            .header("Accept", ExpositionFormat.ACCEPT)
            .header("Accept-Encoding", "gzip")
            .header("User-Agent", AGENT)
            .header(
                "X-Prometheus-Scrape-Timeout-Seconds", Double.toString(timeout.toMillis() / 1e3));
    var authorization = job.token().header();
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    var rules = job.body();
    var task = threads.submit(() -> exchange(request.build(), rules.sizeBytes(), expectedBytes));
    try {
      return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new ScrapeException("no complete answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw explained(e, timeout);
    } finally {
      task.cancel(true);
    }
  }

  private Body exchange(HttpRequest request, int limitBytes, int expectedBytes)
      throws IOException, InterruptedException, ScrapeException {
    var response = client().send(request, HttpResponse.BodyHandlers.ofInputStream());
    // closing before the end of the body closes the connection
    try (var raw = response.body()) {
      var format = format(response);
      var in = decoded(raw, response.headers());
      var text = new byte[Math.min(limitBytes + 1, Math.max(LEAST_BUFFER_BYTES, expectedBytes))];
      int length = 0;
      while (true) {
        int count = in.read(text, length, text.length - length);
        if (count < 0) {
          return new Body(text, length, format);
        }
        length += count;
        if (length > limitBytes) {
          throw new ScrapeException("the body is larger than " + limitBytes + " bytes");
        }
        if (length == text.length) {
          text = Arrays.copyOf(text, (int) Math.min(limitBytes + 1L, 2L * length));
        }
      }
    }
  }

  private static ExpositionFormat format(HttpResponse<?> response) throws ScrapeException {
    int status = response.statusCode();
    if (status / 100 == 3) {
      var location = excerpt(response.headers().firstValue("Location").orElse("elsewhere"));
      throw new ScrapeException(
          "the target answers %d and points to %s; redirects are not followed, set the final place"
              .formatted(status, location));
    }
    if (status != 200) {
      throw new ScrapeException("the target answers with status " + status);
    }
    var contentType = response.headers().firstValue("Content-Type").orElse("");
    return ExpositionFormat.of(contentType)
        .orElseThrow(
            () ->
                new ScrapeException(
                    "the target answers with content type \"%s\"; text/plain is expected"
                        .formatted(excerpt(contentType))));
  }

  private static InputStream decoded(InputStream in, HttpHeaders headers)
      throws IOException, ScrapeException {
    var encoding = headers.firstValue("Content-Encoding").orElse("").strip();
    return switch (encoding.toLowerCase(Locale.ROOT)) {
      case "", "identity" -> in;
      case "gzip", "x-gzip" -> new GZIPInputStream(in, LEAST_BUFFER_BYTES);
      default ->
          throw new ScrapeException("the body has the unknown encoding " + excerpt(encoding));
    };
  }

  private static ScrapeException explained(ExecutionException failure, Duration timeout) {
    return switch (failure.getCause()) {
      case null -> new ScrapeException("the request failed");
      case ScrapeException e -> e;
      case java.net.http.HttpTimeoutException _ ->
          new ScrapeException("no complete answer within " + timeout.toMillis() + " ms");
      case ConnectException e ->
          hasCause(e, UnresolvedAddressException.class)
              ? new ScrapeException("the host name is unknown")
              : new ScrapeException("the connection is refused or the host cannot be reached");
      case ZipException e -> new ScrapeException("the body is not gzip: " + e.getMessage());
      case IOException e -> new ScrapeException("the connection failed: " + reason(e));
      case Throwable e -> new ScrapeException("the request failed: " + e);
    };
  }

  private static boolean hasCause(Throwable failure, Class<?> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static String reason(IOException failure) {
    var message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : excerpt(message);
  }

  private static String excerpt(String text) {
    int limit = 200;
    return text.length() <= limit ? text : text.substring(0, limit) + "…";
  }

  @Override
  public void close() {
    synchronized (this) {
      if (client != null) {
        client.shutdownNow();
      }
    }
    threads.shutdownNow();
  }
}

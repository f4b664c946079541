package dev.tocsin.sdk.egress;

import dev.tocsin.sdk.egress.BlockedDestinationException.Reason;
import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Posts to guarded destinations, such as the webhooks that customers register for exports.
///
/// A connection goes to the very address that the guard has checked. Redirects with 307 and 308 are
/// followed, at most [#MAX_REDIRECTS], each checked anew; any other answer is handed to the caller.
/// Nothing is retried. Calls are counted in `export_webhook_requests_total` by outcome; blocked and
/// failed ones are the log events `export_webhook_blocked` and `export_webhook_failed`, with the
/// host and never the rest of the URL.
public final class GuardedHttpClient implements AutoCloseable {

  public static final int MAX_REDIRECTS = 3;
  public static final int MAX_ANSWER_BYTES = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(GuardedHttpClient.class);
  private static final Set<Integer> FOLLOWED = Set.of(307, 308);
  private static final Set<String> SENSITIVE = Set.of("authorization", "cookie");

  private final DestinationGuard guard;
  private final Duration timeout;
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor deadlines;
  private final CounterFamily requests;

  /// @param timeout for connecting, and for the whole of each call
  public GuardedHttpClient(DestinationGuard guard, Duration timeout, Telemetry telemetry) {
    this.guard = guard;
    this.timeout = timeout;
    this.client = PinnedClient.open(guard, timeout);
    this.deadlines = new ScheduledThreadPoolExecutor(1, GuardedHttpClient::daemon);
    deadlines.setRemoveOnCancelPolicy(true);
    this.requests =
        telemetry.counter(
            "export_webhook_requests_total", "Calls to guarded destinations.", "outcome");
    for (String outcome : new String[] {"sent", "refused", "blocked", "failed"}) {
      requests.declare(outcome);
    }
  }

  /// Calls. An answer that is not a success is an answer, counted as `refused`.
  ///
  /// @throws BlockedDestinationException when the guard forbids the URL or where it leads
  /// @throws IOException when the destination cannot be reached or is too slow
  public OutgoingAnswer post(OutgoingCall call) throws IOException {
    try {
      OutgoingAnswer answer = follow(call);
      requests.increment(answer.successful() ? "sent" : "refused");
      if (!answer.successful()) {
        failed(call.url(), "status " + answer.status());
      }
      return answer;
    } catch (BlockedDestinationException e) {
      requests.increment("blocked");
      LOG.atWarn()
          .addKeyValue("event", "export_webhook_blocked")
          .addKeyValue("host", e.host())
          .addKeyValue("reason", e.reason().label())
          .log("export_webhook_blocked: {}", e.getMessage());
      throw e;
    } catch (IOException e) {
      requests.increment("failed");
      failed(call.url(), e.getClass().getSimpleName());
      throw e;
    }
  }

  private static void failed(URI url, String reason) {
    LOG.atWarn()
        .addKeyValue("event", "export_webhook_failed")
        .addKeyValue("host", url.getHost())
        .addKeyValue("reason", reason)
        .log("export_webhook_failed: {} {}", url.getHost(), reason);
  }

  private OutgoingAnswer follow(OutgoingCall call) throws IOException {
    OutgoingCall next = call;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      guard.check(next.url());
      Hop hop = send(next);
      if (hop.location() == null) {
        return hop.answer();
      }
      next = redirected(next, hop.location());
    }
    throw new BlockedDestinationException(
        host(call.url()), Reason.REDIRECT, "More than " + MAX_REDIRECTS + " redirects.");
  }

  private Hop send(OutgoingCall call) throws IOException {
    HttpPost request = new HttpPost(call.url());
    call.headers().forEach(request::setHeader);
    request.setEntity(new ByteArrayEntity(call.body(), ContentType.parse(call.contentType())));
    ScheduledFuture<?> deadline =
        deadlines.schedule(request::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return client.execute(request, response -> hop(call.url(), response));
    } finally {
      deadline.cancel(false);
    }
  }

  private static Hop hop(URI url, ClassicHttpResponse response) throws IOException {
    Header location = response.getFirstHeader("Location");
    if (FOLLOWED.contains(response.getCode()) && location != null) {
      return new Hop(new OutgoingAnswer(response.getCode(), ""), target(url, location.getValue()));
    }
    HttpEntity entity = response.getEntity();
    byte[] body = entity == null ? new byte[0] : entity.getContent().readNBytes(MAX_ANSWER_BYTES);
    return new Hop(
        new OutgoingAnswer(response.getCode(), new String(body, StandardCharsets.UTF_8)), null);
  }

  private static URI target(URI from, String location) {
    try {
      return from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new BlockedDestinationException(
          host(from), Reason.URL, "The host " + host(from) + " redirects to what is not a URL.");
    }
  }

  private static OutgoingCall redirected(OutgoingCall call, URI target) {
    TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(call.headers());
    if (!host(call.url()).equalsIgnoreCase(target.getHost())) {
      SENSITIVE.forEach(headers::remove);
    }
    return new OutgoingCall(target, call.contentType(), call.body(), headers);
  }

  private static String host(URI url) {
    String host = url.getHost();
    return host == null ? "none" : host;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "tocsin-egress-deadlines");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() throws IOException {
    deadlines.shutdownNow();
    client.close();
  }
}

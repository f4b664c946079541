package dev.tocsin.sdk.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tocsin.sdk.http.BoundedHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Ships log lines to Loki (push API v1, JSON). [#offer] never waits: lines go into a bounded
/// buffer, and one daemon thread sends them in batches. A batch that Loki cannot take now (no
/// connection, time-out, 429, 5xx) is tried again with growing pauses up to [#MAX_ATTEMPTS] times;
/// one that it refuses (other 4xx) is not. Lines that are lost, for whichever reason, are counted
/// one by one; nothing is logged about it, because that would be the next line.
public final class LokiShipper implements AutoCloseable {

  static final String SINK = "loki";
  static final int MAX_ATTEMPTS = 5;
  private static final int MAX_BATCH_LINES = 500;
  private static final int MAX_BATCH_CHARACTERS = 1 << 20;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final JsonFactory JSON = new JsonFactory();

  private final LokiOptions options;
  private final LogCounts counts;
  private final Duration firstPause;
  private final BlockingQueue<Entry> buffer;
  private final HttpClient client;
  private final Thread thread;
  private final AtomicReference<CountDownLatch> waiting =
      new AtomicReference<>(new CountDownLatch(0));
  private volatile boolean closing;

  private record Entry(Instant time, String level, String line) {}

  public LokiShipper(LokiOptions options, LogCounts counts) {
    this(options, counts, Duration.ofMillis(500));
  }

  LokiShipper(LokiOptions options, LogCounts counts, Duration firstPause) {
    this.options = options;
    this.counts = counts;
    this.firstPause = firstPause;
    this.buffer = new ArrayBlockingQueue<>(options.maxBuffered());
    this.client = HttpClient.newBuilder().connectTimeout(options.timeout()).build();
    this.thread = new Thread(this::run, "tocsin-loki");
    thread.setDaemon(true);
    thread.start();
  }

  /// Takes the line if there is room, else counts it as lost.
  public void offer(Instant time, String level, String line) {
    if (closing || !buffer.offer(new Entry(time, level, line))) {
      counts.shippingDropped(1);
    }
  }

  private void run() {
    List<Entry> batch = new ArrayList<>();
    try {
      while (!closing || !buffer.isEmpty()) {
        fill(batch);
        if (!batch.isEmpty()) {
          ship(batch);
        }
        batch.clear();
        if (buffer.isEmpty()) {
          waiting.get().countDown();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      counts.shippingDropped(batch.size());
    } finally {
      List<Entry> rest = new ArrayList<>();
      counts.shippingDropped(buffer.drainTo(rest));
    }
  }

  private void fill(List<Entry> batch) throws InterruptedException {
    Entry first = buffer.poll(200, TimeUnit.MILLISECONDS);
    int characters = 0;
    while (first != null) {
      batch.add(first);
      characters += first.line().length();
      boolean full = batch.size() >= MAX_BATCH_LINES || characters >= MAX_BATCH_CHARACTERS;
      first = full ? null : buffer.poll();
    }
  }

  private void ship(List<Entry> batch) throws InterruptedException {
    HttpRequest request = request(body(batch));
    Duration pause = firstPause;
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      int status = send(request);
      if (status / 100 == 2) {
        return;
      }
      if ((status / 100 == 4 && status != TOO_MANY_REQUESTS)
          || attempt == MAX_ATTEMPTS
          || closing) {
        break;
      }
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
      pause = pause.multipliedBy(2);
    }
    counts.shippingDropped(batch.size());
  }

  /// The status of the answer, or 0 for none.
  private int send(HttpRequest request) throws InterruptedException {
    try {
      return BoundedHttp.send(client, request, 0).status();
    } catch (IOException e) {
      return 0;
    }
  }

  private HttpRequest request(byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(options.pushUrl())
            .timeout(options.timeout())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    @Nullable String authorization = authorization();
    return authorization == null
        ? request.build()
        : request.header("Authorization", authorization).build();
  }

  private @Nullable String authorization() {
    if (options.bearerToken() != null) {
      return "Bearer " + options.bearerToken();
    }
    String userInfo = options.userInfo();
    return userInfo == null
        ? null
        : "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] body(List<Entry> batch) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(body)) {
      json.writeStartObject();
      json.writeArrayFieldStart("streams");
      for (String level : batch.stream().map(Entry::level).distinct().toList()) {
        stream(json, level, batch);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("BUG: writing to memory failed", e);
    }
    return body.toByteArray();
  }

  private void stream(JsonGenerator json, String level, List<Entry> batch) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("stream");
    for (Map.Entry<String, String> label : options.labels().entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
    json.writeStringField("level", level);
    json.writeEndObject();
    json.writeArrayFieldStart("values");
    for (Entry entry : batch) {
      if (entry.level().equals(level)) {
        json.writeStartArray();
        json.writeString(nanos(entry.time()));
        json.writeString(entry.line());
        json.writeEndArray();
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String nanos(Instant time) {
    return Long.toString(time.getEpochSecond() * 1_000_000_000 + time.getNano());
  }

  /// Waits until what came before is sent or given up, or the time is over.
  public void flush(Duration limit) throws InterruptedException {
    CountDownLatch empty = new CountDownLatch(1);
    waiting.set(empty);
    boolean unused = empty.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Sends what waits, for at most the time-out of one request; what remains counts as lost.
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(options.timeout().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }
}

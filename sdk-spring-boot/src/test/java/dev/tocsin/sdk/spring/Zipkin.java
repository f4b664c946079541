package dev.tocsin.sdk.spring;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// Zipkin's own server as a process. It does not take OTLP, so spans are translated.
final class Zipkin implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long NANOS_PER_MICRO = 1_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  Zipkin() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder = new ProcessBuilder(java, "-Xmx128m", "-jar", jar());
    builder.environment().put("QUERY_PORT", Integer.toString(port));
    process =
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    await().atMost(PATIENCE).ignoreExceptions().until(() -> get("/health").statusCode() == 200);
  }

  private static String jar() {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(classPath.split(Pattern.quote(File.pathSeparator)))
        .filter(entry -> entry.contains("zipkin-server"))
        .findFirst()
        .orElseThrow();
  }

  void add(List<Span> spans) throws IOException, InterruptedException {
    ArrayNode translated = JSON.createArrayNode();
    spans.forEach(span -> translated.add(translated(span)));
    HttpRequest request =
        HttpRequest.newBuilder(uri("/api/v2/spans"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(translated.toString()))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 202) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
  }

  /// The spans that Zipkin has of this trace; empty when it does not know the trace yet.
  JsonNode trace(String traceId) throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/api/v2/trace/" + traceId);
    return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.createArrayNode();
  }

  private static ObjectNode translated(Span span) {
    ObjectNode node = JSON.createObjectNode();
    node.put("traceId", hex(span.getTraceId()));
    node.put("id", hex(span.getSpanId()));
    if (!span.getParentSpanId().isEmpty()) {
      node.put("parentId", hex(span.getParentSpanId()));
    }
    String kind = span.getKind().name().replace("SPAN_KIND_", "");
    if (!kind.equals("INTERNAL")) {
      node.put("kind", kind);
    }
    node.put("name", span.getName());
    node.put("timestamp", span.getStartTimeUnixNano() / NANOS_PER_MICRO);
    long nanos = span.getEndTimeUnixNano() - span.getStartTimeUnixNano();
    node.put("duration", Math.max(1, nanos / NANOS_PER_MICRO));
    node.putObject("localEndpoint").put("serviceName", "failing-shop");
    return node;
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + port + path);
  }

  @Override
  public void close() {
    process.destroy();
  }
}

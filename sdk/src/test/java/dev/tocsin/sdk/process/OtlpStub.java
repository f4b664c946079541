package dev.tocsin.sdk.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/// Takes spans by OTLP over HTTP, as a trace backend does.
public final class OtlpStub implements AutoCloseable {

  private final HttpServer server;
  private final List<ResourceSpans> resources = new CopyOnWriteArrayList<>();

  public OtlpStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  public URI endpoint() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  public List<ResourceSpans> resources() {
    return resources;
  }

  public List<Span> spans() {
    return resources.stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
      resources.addAll(ExportTraceServiceRequest.parseFrom(body).getResourceSpansList());
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

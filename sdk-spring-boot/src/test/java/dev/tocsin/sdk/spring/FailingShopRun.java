package dev.tocsin.sdk.spring;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tocsin.sdk.metrics.Telemetry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The failing shop in this process, with everything that it logs.
final class FailingShopRun implements AutoCloseable {

  private final int port;
  private final ConfigurableApplicationContext context;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final HttpClient client = HttpClient.newHttpClient();

  FailingShopRun(String... settings) throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    List<String> arguments = new ArrayList<>();
    for (String setting : settings) {
      arguments.add("--" + setting);
    }
    arguments.addAll(
        List.of(
            "--server.port=" + port,
            "--shop.stock-port=" + port,
            "--spring.main.banner-mode=off",
            "--spring.application.name=failing-shop",
            "--logging.level.root=warn"));
    context =
        new SpringApplicationBuilder(FailingShop.class)
            .initializers(unused -> listen())
            .run(arguments.toArray(String[]::new));
  }

  private void listen() {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    log.start();
    root.addAppender(log);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  boolean has(Class<?> type) {
    return context.getBeanNamesForType(type).length > 0;
  }

  /// Log events that carry a failure whose text contains this.
  List<ILoggingEvent> failures(String message) {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getThrowableProxy() != null)
        .filter(event -> String.valueOf(event.getThrowableProxy().getMessage()).contains(message))
        .toList();
  }

  List<ILoggingEvent> lines(String message) {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getFormattedMessage().contains(message))
        .toList();
  }

  String metrics() {
    return bean(Telemetry.class).scrape(null).body();
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return client.send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .header("x-correlation-id", "corr-77");
  }

  @Override
  public void close() {
    context.close();
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(log);
  }
}

package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.metrics.Telemetry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/// The shop on a real server at a free port.
final class RunningShop implements AutoCloseable {

  private final ServletWebServerApplicationContext context;
  private final HttpClient client = HttpClient.newHttpClient();

  RunningShop(String... settings) {
    this(ShopApplication.class, settings);
  }

  RunningShop(Class<?> application, String... settings) {
    this(new Class<?>[] {application}, settings);
  }

  /// The shop with more beans.
  static RunningShop with(Class<?> more, String... settings) {
    return new RunningShop(new Class<?>[] {ShopApplication.class, more}, settings);
  }

  private RunningShop(Class<?>[] sources, String... settings) {
    List<String> arguments = new ArrayList<>(List.of(settings));
    arguments.replaceAll(setting -> "--" + setting);
    arguments.add("--server.port=0");
    arguments.add("--spring.main.banner-mode=off");
    arguments.add("--logging.level.root=off");
    context =
        (ServletWebServerApplicationContext)
            new SpringApplicationBuilder(sources).run(arguments.toArray(String[]::new));
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  <T> List<T> all(Class<T> type) {
    return List.copyOf(context.getBeansOfType(type).values());
  }

  boolean has(Class<?> type) {
    return context.getBeanNamesForType(type).length > 0;
  }

  int port() {
    return context.getWebServer().getPort();
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return get(port(), path, headers);
  }

  HttpResponse<String> get(int port, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /// The sample lines that begin with the text.
  List<String> samples(String prefix) {
    String metrics = bean(Telemetry.class).scrape(null).body();
    return metrics.lines().filter(line -> line.startsWith(prefix)).toList();
  }

  @Override
  public void close() {
    context.close();
  }
}

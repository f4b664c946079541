package dev.tocsin.server;

import dev.tocsin.sdk.metrics.HttpMetrics;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.server.http.Actor;
import dev.tocsin.server.http.Dispatcher;
import dev.tocsin.server.http.HttpListener;
import dev.tocsin.server.http.HttpOptions;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.http.RouteTable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;

/// Routes behind a real listener. The bearer token is the role.
public final class TestApi implements AutoCloseable {
  private final HttpListener listener;
  private final HttpClient client = HttpClient.newHttpClient();

  public TestApi(RouteSource... sources) {
    var options = new HttpOptions("127.0.0.1", 0, URI.create("http://localhost"));
    listener =
        new HttpListener(
            options,
            new Dispatcher(
                new RouteTable(List.of(sources)),
                (_, bearer) ->
                    bearer
                        .map(name -> Role.valueOf(name.toUpperCase(Locale.ROOT)))
                        .map(role -> new Actor("id-of-" + role, "Somebody", role, null))
                        .orElse(Actor.ANONYMOUS),
                new HttpMetrics(new Telemetry()),
                (_, failure) -> Reply.error(failure.status(), failure.summary(), List.of()),
                options));
    listener.start();
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + listener.port() + path);
  }

  public HttpResponse<String> call(String role, String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(url(path))
            .header("Authorization", "Bearer " + role)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    listener.stop();
    client.close();
  }
}

package dev.tocsin.server.http;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;

/// Listens and gives every request to the [Dispatcher].
public final class HttpListener {
  private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(2);
  private static final int CONNECTION_LIMIT = 10_000;

  private final WebServer server;
  private final HttpOptions options;

  public HttpListener(HttpOptions options, Dispatcher dispatcher) {
    this.options = options;
    server =
        WebServer.builder()
            .host(options.address())
            .port(options.port())
            .shutdownHook(false)
            .shutdownGracePeriod(SHUTDOWN_PATIENCE)
            .maxTcpConnections(CONNECTION_LIMIT)
            .maxPayloadSize(-1)
            .protocolsDiscoverServices(true)
            .routing(HttpRouting.builder().any(dispatcher::dispatch))
            .build();
  }

  /// Loads what the web server is made of, on a thread of its own, while the caller opens its data.
  /// Nothing depends on it: what is not loaded yet is loaded when it is needed.
  public static void loadAhead() {
    Thread.ofPlatform()
        .daemon()
        .name("load-ahead")
        .start(() -> WebServer.builder().port(0).shutdownHook(false).build());
  }

  /// @throws PortTakenException if somebody else listens there
  public void start() {
    requireFreePort();
    server.start();
  }

  /// The web server shares a port with others instead of failing, and half of the requests would go
  /// to the other program.
  private void requireFreePort() {
    if (options.port() == 0) {
      return;
    }
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(options.address(), options.port()));
    } catch (IOException e) {
      throw new PortTakenException(options.address() + ":" + options.port(), e);
    }
  }

  /// The port that is listened on, also when the system chose it.
  public int port() {
    return server.port();
  }

  public void stop() {
    server.stop();
  }

  /// Another program holds the port.
  public static final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PortTakenException(String wanted, Throwable cause) {
      super(
          "cannot listen on "
              + wanted
              + " ("
              + cause.getMessage()
              + "): it is in use or not ours; stop the other program or set server.port",
          cause);
    }
  }
}

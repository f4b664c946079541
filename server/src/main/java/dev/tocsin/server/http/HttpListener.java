package dev.tocsin.server.http;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.net.BindException;
import java.time.Duration;

/// Listens and gives every request to the [Dispatcher].
public final class HttpListener {
  private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(2);
  private static final int CONNECTION_LIMIT = 10_000;

  private final WebServer server;
  private final String wanted;

  public HttpListener(HttpOptions options, Dispatcher dispatcher) {
    wanted = options.address() + ":" + options.port();
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

  /// @throws PortTakenException if somebody else listens there
  public void start() {
    try {
      server.start();
    } catch (RuntimeException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BindException) {
          throw new PortTakenException(wanted, e);
        }
      }
      throw e;
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
              + ": it is in use; stop the other program or set server.port in tocsin.yml",
          cause);
    }
  }
}

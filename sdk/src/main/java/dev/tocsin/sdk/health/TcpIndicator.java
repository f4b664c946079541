package dev.tocsin.sdk.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/// Opens a TCP connection and closes it again.
public final class TcpIndicator implements DescribedIndicator {

  private final IndicatorDescription description;
  private final String host;
  private final int port;

  public TcpIndicator(
      String name, Criticality criticality, String host, int port, Duration timeout) {
    this(
        new IndicatorDescription(
            name, name, criticality, HealthScope.EXTERNAL, timeout, DEFAULT_CACHE_TIME),
        host,
        port);
  }

  public TcpIndicator(IndicatorDescription description, String host, int port) {
    this.description = description;
    this.host = host;
    this.port = port;
  }

  @Override
  public IndicatorDescription description() {
    return description;
  }

  @Override
  public HealthOutcome check() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) timeout().toMillis());
      return HealthOutcome.up();
    }
  }
}

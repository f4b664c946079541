package dev.tocsin.sdk.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/// Opens a TCP connection and closes it again.
public final class TcpIndicator implements HealthIndicator {

  private final String name;
  private final Criticality criticality;
  private final String host;
  private final int port;
  private final Duration timeout;

  public TcpIndicator(
      String name, Criticality criticality, String host, int port, Duration timeout) {
    this.name = name;
    this.criticality = criticality;
    this.host = host;
    this.port = port;
    this.timeout = timeout;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Criticality criticality() {
    return criticality;
  }

  @Override
  public HealthScope scope() {
    return HealthScope.EXTERNAL;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public HealthOutcome check() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
      return HealthOutcome.up();
    }
  }
}

package dev.tocsin.sdk.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import redis.embedded.RedisServer;
import redis.embedded.RedisServerBuilder;

/// A real Redis at a free port, which can be stopped and started again at the same one.
public final class RealRedis implements AutoCloseable {

  private final int port = freePort();
  private final List<String> settings;
  private RedisServer server;

  /// One that forgets everything when it stops.
  public RealRedis() {
    this(List.of("save \"\"", "appendonly no"));
  }

  private RealRedis(List<String> settings) {
    this.settings = settings;
    start();
  }

  /// One that has everything again when it is started again.
  public static RealRedis durable(Path folder) {
    return new RealRedis(
        List.of("save \"\"", "dir " + folder, "appendonly yes", "appendfsync always"));
  }

  public int port() {
    return port;
  }

  public String url() {
    return "redis://localhost:" + port;
  }

  public void start() {
    try {
      RedisServerBuilder builder = RedisServer.builder().port(port);
      settings.forEach(builder::setting);
      server = builder.build();
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("Redis did not start", e);
    }
  }

  public void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Redis did not stop", e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

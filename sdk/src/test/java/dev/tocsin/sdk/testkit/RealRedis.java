package dev.tocsin.sdk.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import redis.embedded.RedisServer;

/// A real Redis at a free port, which can be stopped and started again at the same one.
public final class RealRedis implements AutoCloseable {

  private final int port = freePort();
  private RedisServer server;

  public RealRedis() {
    start();
  }

  public String url() {
    return "redis://localhost:" + port;
  }

  public void start() {
    try {
      server =
          RedisServer.builder().port(port).setting("save \"\"").setting("appendonly no").build();
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

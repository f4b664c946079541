package dev.tocsin.sdk.shutdown;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.health.HealthOptions;
import dev.tocsin.sdk.health.StartupGate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A server without a framework that ends in the right order. `/shop` is work that lasts until
/// `/release` is asked for; `/readyz` and `/release` stand beside the work and are never refused.
final class ServingMain {

  private final CountDownLatch release = new CountDownLatch(1);
  private final InFlight inFlight = new InFlight();
  private final Shutdown shutdown = new Shutdown(Duration.ofSeconds(30));
  private final HealthEngine health =
      new HealthEngine(
          HealthOptions.defaults(),
          new StartupGate(InstantSource.system()),
          List.of(new ShutdownIndicator(shutdown)));

  public static void main(String[] arguments) throws IOException {
    new ServingMain().serve();
  }

  private void serve() throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/shop", this::shop);
    server.createContext("/release", this::release);
    server.createContext(
        "/readyz", exchange -> answer(exchange, health.readyz().httpStatus(), "ready?"));
    server.createContext(
        "/active", exchange -> answer(exchange, 200, Integer.toString(inFlight.active())));
    ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    shutdown
        .add(ShutdownPhase.CLOSE, "close", left -> System.out.println("step close"))
        .add(ShutdownPhase.FLUSH, "flush", left -> System.out.println("step flush"))
        .add(ShutdownPhase.SCHEDULERS, "jobs", left -> stop(scheduler, left))
        .add(ShutdownPhase.DRAIN, "requests", this::drain)
        .add(ShutdownPhase.READINESS, "readiness", left -> System.out.println("step readiness"))
        .install();
    server.start();
    System.out.println("port " + server.getAddress().getPort());
  }

  private void drain(Duration left) throws InterruptedException {
    System.out.println("step drain");
    inFlight.drain(left);
    System.out.println("active " + inFlight.active());
  }

  private static void stop(ScheduledExecutorService scheduler, Duration left)
      throws InterruptedException {
    scheduler.shutdown();
    boolean ended = scheduler.awaitTermination(left.toMillis(), TimeUnit.MILLISECONDS);
    System.out.println("step schedulers " + ended);
  }

  private void shop(HttpExchange exchange) throws IOException {
    if (!inFlight.begin()) {
      answer(exchange, 503, "refused");
      return;
    }
    try {
      release.await();
      answer(exchange, 200, "served");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      inFlight.end();
    }
  }

  private void release(HttpExchange exchange) throws IOException {
    release.countDown();
    answer(exchange, 200, "released");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}

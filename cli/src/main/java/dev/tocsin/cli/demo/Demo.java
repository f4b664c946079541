package dev.tocsin.cli.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The running demo: three programs, started in the order in which they need each other and stopped
/// in reverse.
final class Demo implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 100;

  private final DemoSettings settings;
  private final DemoPrograms programs;
  private final PrintWriter out;
  private final Web web = new Web();
  private final List<ChildProcess> running = new ArrayList<>();

  Demo(DemoSettings settings, PrintWriter out) {
    this.settings = settings;
    this.programs = new DemoPrograms(settings);
    this.out = out;
  }

  /// Starts everything; returns when all of it answers.
  ///
  /// @throws DemoException if a program ends or does not answer in time
  void start() {
    long start = System.nanoTime();
    var sandbox = add(programs.sandbox());
    var marketplace = add(programs.marketplace());
    var server = add(programs.server());
    await(sandbox, () -> sandbox.output().contains("sandbox ready"));
    await(server, () -> answers(settings.serverUrl() + "/health/ready"));
    await(marketplace, () -> answers(settings.marketplaceUrl() + "/health/ready"));
    out.printf("ready after %.1f s%n", (System.nanoTime() - start) / 1e9);
    out.flush();
  }

  void printAddresses() {
    out.println();
    out.println("  operations    " + settings.serverUrl() + "/admin/operations");
    out.println("                sign in as admin, password " + settings.adminPassword());
    out.println("  status page   " + settings.serverUrl() + "/status");
    out.println("  the shop      " + settings.marketplaceUrl() + "/");
    out.println("  break it      " + switchPage());
    out.println("  messages      " + settings.sandboxUrl() + "/  (what the team was sent)");
    out.println("  data, logs    " + settings.folder());
    out.println();
    out.println("Ctrl-C stops everything.");
    out.flush();
  }

  private String switchPage() {
    return settings.marketplaceUrl() + "/admin/switches (token " + settings.adminToken() + ")";
  }

  /// Blocks until a program ends by itself.
  ///
  /// @return the program that ended
  ChildProcess awaitEnd() {
    while (true) {
      for (var child : List.copyOf(running)) {
        if (!child.isAlive()) {
          return child;
        }
      }
      pause();
    }
  }

  /// Ends the server without warning and starts it again on the same data.
  void killAndRestartServer() {
    var server = running.removeLast();
    server.kill();
    var again = add(programs.server());
    await(again, () -> answers(settings.serverUrl() + "/health/ready"));
  }

  private ChildProcess add(ChildProcess child) {
    running.add(child);
    return child;
  }

  private boolean answers(String url) {
    return web.get(url).isFine();
  }

  private static void await(ChildProcess child, BooleanSupplier ready) {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (!ready.getAsBoolean()) {
      if (!child.isAlive()) {
        throw new DemoException(child.name() + " ended:\n" + child.tail());
      }
      if (System.nanoTime() > deadline) {
        throw new DemoException(
            child.name() + " does not answer; its log is " + child.log() + "\n" + child.tail());
      }
      pause();
    }
  }

  static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted");
    }
  }

  @Override
  public void close() {
    for (var child : running.reversed()) {
      child.close();
    }
    running.clear();
    web.close();
  }
}

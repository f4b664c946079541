package dev.tocsin.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A receiver of webhooks that fails, hangs and lies: it has read every message whole, and answers
/// as if it had not, too late, half, or not at all. A message counts as read before it is answered.
final class FaultyReceiver implements AutoCloseable {
  private static final long LATE_MILLIS = 900;
  private static final int LINE_LIMIT = 8_192;

  private final ServerSocket door;
  private final Random random;
  private final Watcher watcher;
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean healthy;

  /// What it does once it has read a message.
  enum Manner {
    TAKES,
    FAILS,
    IS_BUSY,
    HANGS,
    IS_LATE,
    RESETS,
    CUTS,
    HANGS_UP
  }

  /// @param path where it was posted to; tells who sent it
  /// @param key of idempotency
  /// @param taken whether it was answered with 200 in time
  record Arrival(long atMillis, String path, String key, String body, AtomicBoolean taken) {}

  /// Is told of each message, on the thread that answers it.
  interface Watcher {
    default void arrived(Arrival arrival) {}

    default void answered(Arrival arrival) {}
  }

  FaultyReceiver(Random random, Watcher watcher) throws IOException {
    this.door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    this.random = random;
    this.watcher = watcher;
    Thread.ofVirtual().start(this::listen);
  }

  /// @param sender who gets this address; its messages come with it
  String url(String sender) {
    return "http://127.0.0.1:" + door.getLocalPort() + "/" + sender;
  }

  List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  /// From now on it takes everything.
  void heal() {
    healthy = true;
  }

  private void listen() {
    try {
      while (true) {
        var socket = door.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      while (answer(socket, in)) {}
    } catch (IOException e) {
      // the sender was killed, or has given up
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether the connection goes on.
  private boolean answer(Socket socket, InputStream in) throws IOException, InterruptedException {
    var request = line(in);
    if (request.isEmpty()) {
      return false;
    }
    var key = "";
    int length = 0;
    for (var header = line(in); !header.isEmpty(); header = line(in)) {
      var lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("webhook-id:")) {
        key = header.substring("webhook-id:".length()).strip();
      } else if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring("content-length:".length()).strip());
      }
    }
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      return false;
    }
    var body = new String(bytes, StandardCharsets.UTF_8);
    var arrival =
        new Arrival(
            System.currentTimeMillis(), request.split(" ", -1)[1], key, body, new AtomicBoolean());
    arrivals.add(arrival);
    watcher.arrived(arrival);
    return answer(socket, arrival, manner());
  }

  private synchronized Manner manner() {
    return healthy || random.nextInt(10) < 6
        ? Manner.TAKES
        : Manner.values()[1 + random.nextInt(Manner.values().length - 1)];
  }

  private boolean answer(Socket socket, Arrival arrival, Manner manner)
      throws IOException, InterruptedException {
    var out = socket.getOutputStream();
    switch (manner) {
      case TAKES -> {
        write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        arrival.taken().set(true);
        watcher.answered(arrival);
        return true;
      }
      case FAILS -> write(out, "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
      case IS_BUSY -> write(out, "HTTP/1.1 429 No\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n");
      case HANGS -> closed.await(5 * LATE_MILLIS, TimeUnit.MILLISECONDS);
      case IS_LATE -> {
        closed.await(LATE_MILLIS, TimeUnit.MILLISECONDS);
        write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      }
      case RESETS -> {
        write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        socket.setSoLinger(true, 0);
      }
      case CUTS -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\no");
      case HANGS_UP -> {}
    }
    return false;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
      if (line.length() > LINE_LIMIT) {
        throw new IOException("a line without end");
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    door.close();
  }
}

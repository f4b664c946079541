package dev.tocsin.server.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server whose every byte is written by the test, so that it can misbehave as it likes.
public final class HandMadeServer implements AutoCloseable {
  private final ServerSocket listener;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Answer answer = (request, out) -> {};

  /// Answers one request; the connection is closed afterwards.
  @FunctionalInterface
  public interface Answer {
    void write(String request, OutputStream out) throws IOException, InterruptedException;
  }

  public HandMadeServer() {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  public String place() {
    return "localhost:" + port();
  }

  /// The requests so far, without bodies.
  public List<String> requests() {
    return requests;
  }

  public void answer(Answer next) {
    answer = next;
  }

  /// Answers 200 with a text.
  public void answer(String contentType, String body) {
    answer(contentType, body.getBytes(StandardCharsets.UTF_8), "");
  }

  /// @param headers further header lines, each with its line end
  public void answer(String contentType, byte[] body, String headers) {
    answer(
        (request, out) -> {
          var head =
              "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n"
                  .formatted(contentType, body.length, headers);
          out.write(head.getBytes(StandardCharsets.US_ASCII));
          out.write(body);
        });
  }

  /// Answers with a status and header lines only.
  public void answerStatus(String statusAndHeaders) {
    answer(
        (request, out) ->
            out.write(
                ("HTTP/1.1 " + statusAndHeaders + "\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII)));
  }

  private void accept() {
    try {
      while (true) {
        var socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed by the test
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var request = head(socket.getInputStream());
      if (!request.isEmpty()) {
        requests.add(request);
        answer.write(request, socket.getOutputStream());
        socket.getOutputStream().flush();
      }
    } catch (IOException e) {
      // the other end has left, as some tests want
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.tocsin.sdk.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundedHttpTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private ServerSocket server;
  private CompletableFuture<Integer> afterAnswer = new CompletableFuture<>();

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void aShortAnswerIsWhole() throws Exception {
    answer("HTTP/1.1 201 Created\r\nContent-Length: 5\r\nX-Seen: yes\r\n\r\nhello");
    BoundedAnswer answer = BoundedHttp.send(client, request(Duration.ofSeconds(20)), 5);
    assertEquals(201, answer.status());
    assertEquals("hello", answer.text());
    assertEquals("yes", answer.headers().firstValue("X-Seen").orElse(""));
    assertTrue(answer.whole());
  }

  @Test
  void ofALongAnswerOnlyTheBeginningIsTaken() throws Exception {
    answer("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello!");
    BoundedAnswer answer = BoundedHttp.send(client, request(Duration.ofSeconds(20)), 5);
    assertEquals("hello", answer.text());
    assertFalse(answer.whole());
  }

  /// The connection is dropped too, or a thousand stalled answers would be a thousand connections.
  @Test
  void anAnswerThatStallsInTheMiddleOfItsBodyIsGivenUp() throws Exception {
    answer("HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\nhel");
    assertThrows(
        HttpTimeoutException.class,
        () -> BoundedHttp.send(client, request(Duration.ofMillis(300)), 1000));
    assertEquals(-1, afterAnswer.join());
  }

  @Test
  void aBrokenConnectionIsAnInputOutputError() {
    answer("HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\nhel", Socket::close);
    assertThrows(
        IOException.class, () -> BoundedHttp.send(client, request(Duration.ofSeconds(20)), 1000));
  }

  private HttpRequest request(Duration timeout) {
    URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    return HttpRequest.newBuilder(address).timeout(timeout).build();
  }

  private interface Afterwards {
    void run(Socket socket) throws IOException;
  }

  private void answer(String text) {
    answer(text, socket -> {});
  }

  private void answer(String text, Afterwards afterwards) {
    afterAnswer =
        CompletableFuture.supplyAsync(
            () -> serve(text, afterwards), work -> new Thread(work, "server").start());
  }

  /// Answers one request; what the connection brings after it, -1 for its end.
  private int serve(String text, Afterwards afterwards) {
    try (Socket socket = server.accept()) {
      InputStream in = socket.getInputStream();
      while (!(in.read() == '\r' && in.read() == '\n' && in.read() == '\r')) {
        // reads the head of the request
      }
      in.read();
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      afterwards.run(socket);
      return socket.isClosed() ? -1 : in.read();
    } catch (IOException e) {
      return -1;
    }
  }
}

package dev.tocsin.sdk.health;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Says `PING` to Redis on a connection of its own and expects `PONG`. It speaks the few words of
/// the protocol itself, so the application needs no Redis client for its health.
public final class RedisIndicator implements HealthIndicator {

  private static final int DEFAULT_PORT = 6379;
  private static final int MAX_LINE_LENGTH = 1_024;

  private final URI url;
  private final Duration timeout = DEFAULT_TIMEOUT;

  private RedisIndicator(URI url) {
    this.url = url;
  }

  /// @param url `redis://[user:password@]host[:port]`, or `rediss://` for TLS
  public static RedisIndicator of(String url) {
    URI parsed = parse(url);
    String scheme = parsed == null ? null : parsed.getScheme();
    if (parsed == null
        || parsed.getHost() == null
        || !("redis".equals(scheme) || "rediss".equals(scheme))) {
      // The address itself may carry a password and stays out of the message.
      throw new IllegalArgumentException(
          "The Redis address must look like redis://[user:password@]host[:port] (rediss for TLS).");
    }
    return new RedisIndicator(parsed);
  }

  private static @Nullable URI parse(String url) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public HealthOutcome check() throws IOException {
    try (Socket plain = new Socket()) {
      int port = url.getPort() == -1 ? DEFAULT_PORT : url.getPort();
      plain.connect(new InetSocketAddress(url.getHost(), port), (int) timeout.toMillis());
      plain.setSoTimeout((int) timeout.toMillis());
      Socket socket = "rediss".equals(url.getScheme()) ? encrypted(plain, port) : plain;
      return ping(socket);
    }
  }

  private Socket encrypted(Socket plain, int port) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    return factory.createSocket(plain, url.getHost(), port, true);
  }

  private HealthOutcome ping(Socket socket) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    String userInfo = url.getUserInfo();
    if (userInfo != null && !userInfo.isEmpty()) {
      String answer = say(in, out, credentials(userInfo));
      if (!answer.equals("+OK")) {
        return HealthOutcome.down("Redis refused the credentials");
      }
    }
    String answer = say(in, out, "PING");
    return answer.equals("+PONG")
        ? HealthOutcome.up()
        : HealthOutcome.down("Redis answered PING with '" + answer + "'");
  }

  private static String[] credentials(String userInfo) {
    int colon = userInfo.indexOf(':');
    if (colon < 0) {
      return new String[] {"AUTH", userInfo};
    }
    String password = userInfo.substring(colon + 1);
    return colon == 0
        ? new String[] {"AUTH", password}
        : new String[] {"AUTH", userInfo.substring(0, colon), password};
  }

  private static String say(InputStream in, OutputStream out, String... words) throws IOException {
    StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      int sizeBytes = word.getBytes(StandardCharsets.UTF_8).length;
      command.append('$').append(sizeBytes).append("\r\n").append(word).append("\r\n");
    }
    out.write(command.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
    return readLine(in);
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() < MAX_LINE_LENGTH) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("Redis closed the connection");
      }
      if (next == '\n') {
        return line.toString().stripTrailing();
      }
      line.append((char) next);
    }
    throw new IOException("Redis answered with a line over " + MAX_LINE_LENGTH + " characters");
  }
}

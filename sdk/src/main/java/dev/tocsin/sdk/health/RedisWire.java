package dev.tocsin.sdk.health;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// The few words of the Redis protocol (RESP 2) that health needs.
final class RedisWire {

  private static final int MAX_LINE_LENGTH = 1_024;
  private static final int MAX_BULK_BYTES = 256 * 1024;

  private final InputStream in;
  private final OutputStream out;

  RedisWire(Socket socket) throws IOException {
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /// The answer to a command: a line with its sign, or the text of a bulk.
  String say(String... words) throws IOException {
    StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      int sizeBytes = word.getBytes(StandardCharsets.UTF_8).length;
      command.append('$').append(sizeBytes).append("\r\n").append(word).append("\r\n");
    }
    out.write(command.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
    String line = readLine();
    return line.startsWith("$") ? readBulk(line) : line;
  }

  private String readBulk(String header) throws IOException {
    int sizeBytes = header.matches("\\$\\d{1,9}") ? Integer.parseInt(header.substring(1)) : -1;
    if (sizeBytes < 0 || sizeBytes > MAX_BULK_BYTES) {
      throw new IOException("Redis answered with a bulk that is no text of a usual size");
    }
    byte[] bulk = in.readNBytes(sizeBytes);
    if (bulk.length < sizeBytes) {
      throw new EOFException("Redis closed the connection");
    }
    String end = readLine();
    if (!end.isEmpty()) {
      throw new IOException("Redis answered with a bulk that does not end");
    }
    return new String(bulk, StandardCharsets.UTF_8);
  }

  private String readLine() throws IOException {
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

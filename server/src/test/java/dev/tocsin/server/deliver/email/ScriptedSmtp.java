package dev.tocsin.server.deliver.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// A mail server that answers the end of the next mail by a script, then takes everything.
final class ScriptedSmtp implements AutoCloseable {
  private static final String HANG = "hang";

  private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final Queue<String> script = new ConcurrentLinkedQueue<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<String> messageIds = new CopyOnWriteArrayList<>();
  private final List<String> mails = new CopyOnWriteArrayList<>();

  ScriptedSmtp() throws IOException {
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  void then(String answer) {
    script.add(answer);
  }

  void thenHang() {
    script.add(HANG);
  }

  List<String> messageIds() {
    return messageIds;
  }

  /// As they came, headers and all.
  List<String> mails() {
    return mails;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var socket = listening.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> talk(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void talk(Socket socket) {
    try (socket) {
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      var out = socket.getOutputStream();
      say(out, "220 test");
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("EHLO")) {
          say(out, "250-test\r\n250 AUTH PLAIN");
        } else if (line.startsWith("AUTH")) {
          say(out, "235 ok");
        } else if (line.equals("DATA")) {
          say(out, "354 go on");
          var next = script.poll();
          read(in);
          if (HANG.equals(next)) {
            in.readLine();
          }
          say(out, next == null ? "250 taken" : next);
        } else if (line.equals("QUIT")) {
          say(out, "221 bye");
          return;
        } else {
          say(out, "250 ok");
        }
      }
    } catch (IOException e) {
      // The other end has gone, as it may.
    }
  }

  private void read(BufferedReader in) throws IOException {
    var mail = new StringBuilder();
    for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      mail.append(line).append("\r\n");
      if (line.startsWith("Message-ID: ")) {
        messageIds.add(line.substring("Message-ID: ".length()));
      }
    }
    mails.add(mail.toString());
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

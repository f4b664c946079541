package dev.tocsin.sandbox;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The listener for mail; one virtual thread per connection.
final class SmtpFront implements AutoCloseable {
  private static final int MAXIMUM_CONNECTIONS = 100;
  private static final int IDLE_MILLIS = 60_000;
  private static final Logger LOG = System.getLogger(SmtpFront.class.getName());

  private final ServerSocket listener;
  private final Switchboard switchboard;
  private final Mailbox mailbox;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sandbox-smtp-", 0).factory());

  /// @throws IOException if the port is taken
  SmtpFront(int port, Switchboard switchboard, Mailbox mailbox) throws IOException {
    this.switchboard = switchboard;
    this.mailbox = mailbox;
    this.listener = new ServerSocket(port, MAXIMUM_CONNECTIONS, InetAddress.getLoopbackAddress());
    workers.execute(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        workers.execute(() -> serve(socket));
      } catch (IOException stopped) {
        if (!listener.isClosed()) {
          LOG.log(Level.WARNING, "a mail connection could not be accepted", stopped);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout(IDLE_MILLIS);
      if (open.size() > MAXIMUM_CONNECTIONS) {
        socket
            .getOutputStream()
            .write("421 4.7.0 too many connections\r\n".getBytes(StandardCharsets.US_ASCII));
        return;
      }
      new SmtpSession(socket, switchboard, mailbox).run();
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, "a mail client went away", gone);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  @Override
  public void close() {
    closeQuietly(listener);
    open.forEach(SmtpFront::closeQuietly);
    workers.shutdownNow();
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception alreadyGone) {
      LOG.log(Level.DEBUG, "closing failed", alreadyGone);
    }
  }
}

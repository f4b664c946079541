package dev.tocsin.sandbox;

import dev.tocsin.sandbox.Fault.Mode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One conversation with a mail client. The behaviour of the service is decided once per
/// connection; latency comes before the greeting and before the answer to a message.
///
/// Source: RFC 5321; RFC 4954 for `AUTH`, which lets everybody in.
final class SmtpSession {
  static final int MAXIMUM_MESSAGE_BYTES = 1024 * 1024;

  private static final int MAXIMUM_LINE_BYTES = 4_096;
  private static final int MAXIMUM_RECIPIENTS = 100;
  private static final int MAXIMUM_COMMANDS = 10_000;
  private static final Pattern PATH =
      Pattern.compile("(?:FROM|TO):\\s*<([^<>\\s]*)>.*", Pattern.CASE_INSENSITIVE);

  private final InputStream input;
  private final OutputStream output;
  private final Switchboard switchboard;
  private final Mailbox mailbox;
  private final Fault fault;
  private @Nullable String sender;
  private final List<String> recipients = new ArrayList<>();

  SmtpSession(Socket socket, Switchboard switchboard, Mailbox mailbox) throws IOException {
    this.input = new BufferedInputStream(socket.getInputStream());
    this.output = socket.getOutputStream();
    this.switchboard = switchboard;
    this.mailbox = mailbox;
    this.fault = switchboard.next(Service.SMTP);
  }

  void run() throws IOException, InterruptedException {
    if (fault.mode() == Mode.HANG) {
      switchboard.hold(Service.SMTP, Fault.LONGEST_HOLD);
      return;
    }
    delay();
    if (fault.mode() == Mode.GARBAGE) {
      reply("\u0000\u0007<<<\u001b[31m HTTP/1.1 200 \uFFFD");
      return;
    }
    reply("220 sandbox ESMTP");
    for (int i = 0; i < MAXIMUM_COMMANDS; i++) {
      Optional<String> line = line();
      if (line.isEmpty() || !follow(line.get())) {
        return;
      }
    }
    reply("421 4.7.0 too many commands");
  }

  /// Follows one command.
  ///
  /// @return whether the conversation goes on
  private boolean follow(String line) throws IOException, InterruptedException {
    int space = line.indexOf(' ');
    String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
    String rest = space < 0 ? "" : line.substring(space + 1).strip();
    switch (verb) {
      case "EHLO" ->
          reply(
              "250-sandbox\r\n250-SIZE "
                  + MAXIMUM_MESSAGE_BYTES
                  + "\r\n250-8BITMIME\r\n250-PIPELINING\r\n250 AUTH PLAIN LOGIN");
      case "HELO", "NOOP" -> reply("250 2.0.0 ok");
      case "AUTH" -> authenticate(rest);
      case "MAIL" -> {
        return mail(rest);
      }
      case "RCPT" -> recipient(rest);
      case "DATA" -> data();
      case "RSET" -> {
        reset();
        reply("250 2.0.0 ok");
      }
      case "VRFY" -> reply("252 2.1.5 cannot verify");
      case "QUIT" -> {
        reply("221 2.0.0 bye");
        return false;
      }
      default -> reply("500 5.5.1 unknown command");
    }
    return true;
  }

  private void authenticate(String rest) throws IOException {
    String[] words = rest.split(" +");
    int answers =
        switch (words[0].toUpperCase(Locale.ROOT)) {
          case "PLAIN" -> 1;
          case "LOGIN" -> 2;
          default -> 0;
        };
    if (answers == 0) {
      reply("504 5.5.4 use AUTH PLAIN or AUTH LOGIN");
      return;
    }
    for (int given = words.length - 1; given < answers; given++) {
      // "Username:" and "Password:" in base 64; PLAIN asks with an empty challenge.
      reply("334 " + (answers == 1 ? "" : given == 0 ? "VXNlcm5hbWU6" : "UGFzc3dvcmQ6"));
      if (line().filter(line -> !line.equals("*")).isEmpty()) {
        reply("501 5.7.0 given up");
        return;
      }
    }
    reply("235 2.7.0 welcome");
  }

  private boolean mail(String rest) throws IOException {
    if (fault.mode() == Mode.ERROR) {
      reply(fault.status() + " %d.3.0 the mail server failed".formatted(fault.status() / 100));
      return fault.status() != 421;
    }
    if (fault.mode() == Mode.RATE_LIMIT) {
      reply("450 4.7.1 too many messages, retry in %d s".formatted(fault.retryAfterSeconds()));
      return true;
    }
    Matcher path = PATH.matcher(rest);
    if (!path.matches()) {
      reply("501 5.5.4 write MAIL FROM:<address>");
      return true;
    }
    reset();
    sender = path.group(1);
    reply("250 2.1.0 ok");
    return true;
  }

  private void recipient(String rest) throws IOException {
    Matcher path = PATH.matcher(rest);
    if (sender == null) {
      reply("503 5.5.1 send MAIL first");
    } else if (!path.matches() || path.group(1).isEmpty()) {
      reply("501 5.5.4 write RCPT TO:<address>");
    } else if (recipients.size() == MAXIMUM_RECIPIENTS) {
      reply("452 4.5.3 too many recipients");
    } else {
      recipients.add(path.group(1));
      reply("250 2.1.5 ok");
    }
  }

  private void data() throws IOException, InterruptedException {
    String from = sender;
    if (from == null || recipients.isEmpty()) {
      reply("503 5.5.1 send MAIL and RCPT first");
      return;
    }
    reply("354 end with a line that is a single dot");
    Optional<byte[]> message = message();
    if (message.isEmpty()) {
      reply("552 5.3.4 the message is larger than " + MAXIMUM_MESSAGE_BYTES + " bytes");
    } else {
      mailbox.add(MailReader.read(from, recipients, message.get()));
      delay();
      reply("250 2.0.0 taken");
    }
    reset();
  }

  /// The message up to the lone dot, or nothing when it was too large.
  private Optional<byte[]> message() throws IOException {
    var message = new ByteArrayOutputStream();
    boolean tooLarge = false;
    while (true) {
      byte[] line = rawLine(MAXIMUM_MESSAGE_BYTES);
      if (line.length == 1 && line[0] == '.') {
        return tooLarge ? Optional.empty() : Optional.of(message.toByteArray());
      }
      tooLarge |= message.size() + line.length > MAXIMUM_MESSAGE_BYTES;
      if (!tooLarge) {
        int stuffed = line.length > 0 && line[0] == '.' ? 1 : 0;
        message.write(line, stuffed, line.length - stuffed);
        message.write('\r');
        message.write('\n');
      }
    }
  }

  /// The next command, or nothing at the end of the stream.
  private Optional<String> line() throws IOException {
    try {
      return Optional.of(new String(rawLine(MAXIMUM_LINE_BYTES), StandardCharsets.UTF_8));
    } catch (EOFException _) {
      return Optional.empty();
    }
  }

  /// The next line without its end.
  ///
  /// @throws EOFException if the stream ends first
  private byte[] rawLine(int maximumBytes) throws IOException {
    var line = new ByteArrayOutputStream(128);
    while (true) {
      int next = input.read();
      if (next < 0) {
        throw new EOFException();
      }
      if (next == '\n') {
        byte[] bytes = line.toByteArray();
        int end = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? 1 : 0;
        return Arrays.copyOf(bytes, bytes.length - end);
      }
      if (line.size() == maximumBytes) {
        throw new IOException("a line of mail is longer than " + maximumBytes + " bytes");
      }
      line.write(next);
    }
  }

  private void reset() {
    sender = null;
    recipients.clear();
  }

  private void delay() throws InterruptedException {
    switchboard.hold(Service.SMTP, Duration.ofMillis(fault.latencyMillis()));
  }

  private void reply(String text) throws IOException {
    output.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    output.flush();
  }
}

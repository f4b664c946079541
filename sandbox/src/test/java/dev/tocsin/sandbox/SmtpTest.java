package dev.tocsin.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmtpTest {
  private SandboxClient client;

  @BeforeEach
  void start() throws Exception {
    client = new SandboxClient();
  }

  @AfterEach
  void stop() {
    client.close();
  }

  private MimeMessage mail(String... settings) throws Exception {
    var properties = new Properties();
    properties.put("mail.smtp.host", "127.0.0.1");
    properties.put("mail.smtp.port", Integer.toString(client.sandbox.smtpPort()));
    properties.put("mail.smtp.timeout", "10000");
    for (int i = 0; i < settings.length; i += 2) {
      properties.put(settings[i], settings[i + 1]);
    }
    var mail = new MimeMessage(Session.getInstance(properties));
    mail.setFrom(new InternetAddress("shop@example.com"));
    mail.setRecipients(
        jakarta.mail.Message.RecipientType.TO,
        InternetAddress.parse("a@example.com,b@example.com"));
    mail.setSubject("Zahlung für Bestellung 7 ✓", "UTF-8");
    return mail;
  }

  private static void send(MimeMessage mail) throws MessagingException {
    Transport.send(mail);
  }

  private JsonNode only() throws Exception {
    JsonNode inbox = client.inbox("smtp");
    assertEquals(1, inbox.size());
    return inbox.get(0);
  }

  @Test
  void aMailArrivesWithSenderRecipientsSubjectAndText() throws Exception {
    MimeMessage mail = mail();
    mail.setText("Grüße\n.a line that begins with a dot\n", "UTF-8");
    send(mail);
    JsonNode kept = only();
    assertEquals("shop@example.com", kept.path("from").asText());
    assertEquals("[\"a@example.com\",\"b@example.com\"]", kept.path("to").toString());
    assertEquals("Zahlung für Bestellung 7 ✓", kept.path("subject").asText());
    assertEquals(
        "Grüße\n.a line that begins with a dot\n",
        kept.path("text").asText().replace("\r\n", "\n"));
  }

  @Test
  void aMailInTwoFormsKeepsBoth() throws Exception {
    var text = new MimeBodyPart();
    text.setText("plain", "UTF-8");
    var html = new MimeBodyPart();
    html.setContent("<b>rich</b>", "text/html; charset=utf-8");
    MimeMessage mail = mail();
    mail.setContent(new MimeMultipart("alternative", text, html));
    send(mail);
    assertEquals("plain", only().path("text").asText());
    assertEquals("<b>rich</b>", only().path("html").asText());
  }

  @Test
  void everyPasswordIsGood() throws Exception {
    for (String mechanism : new String[] {"PLAIN", "LOGIN"}) {
      MimeMessage mail = mail("mail.smtp.auth", "true", "mail.smtp.auth.mechanisms", mechanism);
      mail.setText(mechanism);
      Transport.send(mail, "user", "password");
    }
    assertEquals(2, client.inbox("smtp").size());
  }

  @Test
  void inErrorModeTheSenderIsRefusedForNow() throws Exception {
    client.control("smtp", "{\"mode\":\"error\"}");
    MimeMessage mail = mail();
    mail.setText("x");
    var failure = assertThrows(MessagingException.class, () -> send(mail));
    assertTrue(failure.getMessage().contains("451"), failure.getMessage());
    client.control("smtp", "{\"mode\":\"rate_limit\"}");
    var limited = assertThrows(MessagingException.class, () -> send(mail));
    assertTrue(limited.getMessage().contains("450"), limited.getMessage());
    assertEquals(0, client.inbox("smtp").size());
    client.post("/_control/heal", "");
    send(mail);
    assertEquals(1, client.inbox("smtp").size());
  }

  @Test
  void aHangingServerSaysNothing() throws Exception {
    client.control("smtp", "{\"mode\":\"hang\"}");
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), client.sandbox.smtpPort())) {
      socket.setSoTimeout(200);
      assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
      client.post("/_control/heal", "");
      socket.setSoTimeout(10_000);
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void garbageIsNoGreeting() throws Exception {
    client.control("smtp", "{\"mode\":\"garbage\"}");
    MimeMessage mail = mail();
    mail.setText("x");
    assertThrows(MessagingException.class, () -> send(mail));
  }

  @Test
  void aTooLargeMailIsRefused() throws Exception {
    MimeMessage mail = mail();
    mail.setText("0123456789\n".repeat(SmtpSession.MAXIMUM_MESSAGE_BYTES / 10));
    var failure = assertThrows(MessagingException.class, () -> send(mail));
    assertTrue(failure.getMessage().contains("552"), failure.getMessage());
    assertEquals(0, client.inbox("smtp").size());
  }

  @Test
  void wrongCommandsAreNamed() throws Exception {
    assertEquals("500", dialogue("FLY"));
    assertEquals("503", dialogue("RCPT TO:<a@b>"));
    assertEquals("503", dialogue("DATA"));
    assertEquals("501", dialogue("MAIL FROM somebody"));
    assertEquals("504", dialogue("AUTH CRAM-MD5"));
    assertEquals("252", dialogue("VRFY a"));
    assertEquals("250", dialogue("RSET"));
    assertEquals("250", dialogue("MAIL FROM:<> SIZE=10"));
    assertEquals("221", dialogue("QUIT"));
  }

  private String dialogue(String command) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), client.sandbox.smtpPort())) {
      var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      assertTrue(reader.readLine().startsWith("220 "));
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
      return reader.readLine().substring(0, 3);
    }
  }
}

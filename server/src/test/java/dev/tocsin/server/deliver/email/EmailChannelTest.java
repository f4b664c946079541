package dev.tocsin.server.deliver.email;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.deliver.ChannelContract;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.Receipt;
import jakarta.mail.BodyPart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class EmailChannelTest extends ChannelContract {
  @Override
  protected ChannelType type() {
    return new EmailType(new ManualClock());
  }

  private static String settings(int port, String more) {
    return "host: 127.0.0.1\nport: "
        + port
        + "\nfrom: tocsin@shop.example\nto: [ops@shop.example, boss@shop.example]\n"
        + "starttls: false\ntimeout: 700ms\n"
        + more;
  }

  @Override
  protected Receiver receiver() throws IOException {
    var server = new ScriptedSmtp();
    return new Receiver() {
      @Override
      public String settings() {
        return EmailChannelTest.settings(server.port(), "user: tocsin\npassword: " + SECRET + "\n");
      }

      @Override
      public String secret() {
        return SECRET;
      }

      @Override
      public void failOnce() {
        server.then("451 try later, " + SECRET);
      }

      @Override
      public void refuseOnce() {
        server.then("554 go away, " + SECRET);
      }

      @Override
      public void hangOnce() {
        server.thenHang();
      }

      @Override
      public List<String> keys() {
        return server.messageIds();
      }

      @Override
      public List<String> contents() {
        return server.mails().stream().map(EmailChannelTest::readable).toList();
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }

  /// The plain text of a mail.
  private static String readable(String mail) {
    try {
      var bytes = mail.getBytes(StandardCharsets.ISO_8859_1);
      var session = Session.getInstance(new Properties());
      var read = new MimeMessage(session, new ByteArrayInputStream(bytes));
      return content(((MimeMultipart) read.getContent()).getBodyPart(0));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aRealMailServerGetsTextAndEscapedHtmlForEveryRecipient() throws Exception {
    var mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    var channel = channel(type(), settings(mail.getSmtp().getPort(), ""));
    try {

      assertInstanceOf(Receipt.Accepted.class, channel.send(envelope()));

      var received = mail.getReceivedMessages();
      assertEquals(2, received.length);
      assertEquals("[P1] Payments <fail> & \"stop\"", received[0].getSubject());
      assertEquals(received[0].getMessageID(), received[1].getMessageID());
      var parts = (MimeMultipart) received[0].getContent();
      var text = content(parts.getBodyPart(0));
      var html = content(parts.getBodyPart(1));
      for (var part :
          List.of(
              "PaymentsFail (route=/pay): 0.25 (threshold 0.05)",
              "checkout",
              "2026-03-01T12:00:00Z",
              "https://runbooks.example/payments",
              "https://tocsin.example/admin/incidents/incident-1",
              "https://tocsin.example/admin/operations")) {
        assertTrue(text.contains(part), part);
        assertTrue(html.contains(part), part);
      }
      assertTrue(html.contains("Payments &lt;fail&gt; &amp; &quot;stop&quot;"), html);
    } finally {
      mail.stop();
    }
    assertInstanceOf(Receipt.Retry.class, channel.send(envelope()));
  }

  private static String content(BodyPart part) throws Exception {
    return (String) part.getContent();
  }
}

package dev.tocsin.marketplace;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailTest {
  private static final String FAILED =
      "email_sent_total{status=\"error\",template=\"order_confirmation\"}";

  @Test
  void aConfirmationWaitsWhileTheMailServerIsAwayAndArrivesOnce() {
    var server = new GreenMail(ServerSetup.SMTP.dynamicPort());
    server.start();
    var port = server.getSmtp().getPort();
    server.stop();
    try (var shop = TestShop.start(Map.of("spring.mail.port", Integer.toString(port)))) {
      assertEquals(201, shop.visitor().buy("pm_card_visa").status());
      await().until(() -> shop.metric(FAILED) >= 1);
      await().until(() -> shop.metric("queue_depth{queue=\"email\"}") == 1);

      var back = new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
      back.start();
      shop.clock().advance(Duration.ofMinutes(3));
      await().until(() -> back.getReceivedMessages().length > 0);
      await().until(() -> shop.metric("email_jobs_total{status=\"success\"}") == 1);
      await().until(() -> shop.metric("queue_depth{queue=\"email\"}") == 0);
      assertEquals(1, back.getReceivedMessages().length);
      assertTrue(subject(back).contains("Inkwell order"));
      back.stop();
    }
  }

  private static String subject(GreenMail server) {
    try {
      return server.getReceivedMessages()[0].getSubject();
    } catch (jakarta.mail.MessagingException exception) {
      throw new IllegalStateException(exception);
    }
  }
}

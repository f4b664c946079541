package dev.tocsin.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IncidentWebhookTest {
  private static final String PATH = "/incident-webhook";

  @Test
  void anyTokenWillDoUnlessOneIsSet() throws Exception {
    try (var client = new SandboxClient()) {
      assertEquals(202, client.post(PATH, "{}", "Authorization", "Bearer x").status());
      var without = client.post(PATH, "{}");
      assertEquals(401, without.status());
      assertEquals("Bearer", without.header("WWW-Authenticate"));
      assertEquals(401, client.post(PATH, "{}", "Authorization", "Basic x").status());
      assertEquals(401, client.post(PATH, "{}", "Authorization", "Bearer ").status());
      assertEquals(400, client.post(PATH, "rubbish", "Authorization", "Bearer x").status());
      assertEquals(405, client.get(PATH).status());
    }
  }

  @Test
  void onlyTheSetTokenIsLetIn() throws Exception {
    var options = SandboxOptions.ephemeral().withWebhookToken("secret");
    try (var client = new SandboxClient(Sandbox.start(options))) {
      assertEquals(401, client.post(PATH, "{}", "Authorization", "Bearer x").status());
      assertEquals(202, client.post(PATH, "{}", "Authorization", "Bearer secret").status());
      assertFalse(client.get("/_inbox/webhook").body().contains("secret"));
    }
  }

  @Test
  void aRepeatedKeyIsCountedAndPointsToTheFirst() throws Exception {
    try (var client = new SandboxClient()) {
      client.post(PATH, "{\"n\":1}", "Authorization", "Bearer x", "Idempotency-Key", "k");
      client.post(PATH, "{\"n\":2}", "Authorization", "Bearer x", "Idempotency-Key", "other");
      client.post(PATH, "{\"n\":1}", "Authorization", "Bearer x", "webhook-id", "k");
      var inbox = client.inbox("webhook");
      assertEquals(3, inbox.size());
      assertEquals(inbox.get(0).path("id"), inbox.get(2).path("duplicate_of"));
      assertFalse(inbox.get(1).has("duplicate_of"));
      assertEquals("redacted", inbox.get(0).path("headers").path("Authorization").asText());
      var state = client.get("/_control").json().path("webhook");
      assertEquals(3, state.path("received").asInt());
      assertEquals(1, state.path("duplicates").asInt());
    }
  }

  @Test
  void theSecondaryHasAnInboxOfItsOwn() throws Exception {
    try (var client = new SandboxClient()) {
      client.post(PATH + "/secondary", "{}", "Authorization", "Bearer x");
      assertEquals(0, client.inbox("webhook").size());
      assertEquals(1, client.inbox("webhook-secondary").size());
    }
  }

  @Test
  void theInboxGivesTheNewestLastAndForgetsTheOldest() throws Exception {
    var box = new Mailbox(Service.WEBHOOK, InstantSource.system());
    IntStream.rangeClosed(1, Mailbox.MAXIMUM_MESSAGES + 1)
        .forEach(i -> box.add(new Message.Mail("a", List.of("b"), "s" + i, "", "")));
    var all = box.newest(Mailbox.MAXIMUM_MESSAGES);
    assertEquals(Mailbox.MAXIMUM_MESSAGES, all.size());
    assertEquals("webhook-2", all.getFirst().id());
    assertEquals("webhook-1001", box.newest(1).getFirst().id());
    assertEquals(1001, box.received());
  }

  @Test
  void largeMessagesMakeTheInboxShorter() {
    var box = new Mailbox(Service.WEBHOOK, InstantSource.system());
    var text = "x".repeat(1024 * 1024);
    IntStream.range(0, 40)
        .forEach(i -> box.add(new Message.Mail("a", List.of("b"), "s" + i, text, "")));
    assertEquals(15, box.newest(1_000).size());
  }
}

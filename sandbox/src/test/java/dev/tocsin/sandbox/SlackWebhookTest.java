package dev.tocsin.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackWebhookTest {
  private static final String PATH = "/slack/services/T0/B0/x";
  private SandboxClient client;

  @BeforeEach
  void start() throws Exception {
    client = new SandboxClient();
  }

  @AfterEach
  void stop() {
    client.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"text\":\"hi\"}|200|ok",
        "{\"blocks\":[{\"type\":\"divider\"}]}|200|ok",
        "{}|400|no_text",
        "{\"text\":\" \"}|400|no_text",
        "{\"text\":7}|400|invalid_payload",
        "{\"text\":|400|invalid_payload",
        "[]|400|invalid_payload",
        "{\"text\":\"a\"} x|400|invalid_payload",
        "{\"text\":\"a\",\"blocks\":[1]}|400|invalid_blocks",
      })
  void aMessageIsJudgedAsSlackDoes(String body, int status, String answer) throws Exception {
    var response = client.post(PATH, body, "Content-Type", "application/json");
    assertEquals(status, response.status());
    assertEquals(answer, response.body());
  }

  @Test
  void thePayloadMayComeAsAForm() throws Exception {
    var response =
        client.post(
            PATH,
            "payload=%7B%22text%22%3A%22hi%22%7D",
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertEquals("ok", response.body());
  }

  @Test
  void onlyAcceptedMessagesAreKept() throws Exception {
    client.post(PATH, "{\"text\":\"kept\"}");
    client.post(PATH, "{}");
    var inbox = client.inbox("slack");
    assertEquals(1, inbox.size());
    assertEquals("{\"text\":\"kept\"}", inbox.get(0).path("body").asText());
  }

  @Test
  void otherAddressesAreUnknown() throws Exception {
    assertEquals(404, client.post("/slack/services/T0/B0", "{\"text\":\"hi\"}").status());
    assertEquals(405, client.get(PATH).status());
    assertEquals(
        "msg_too_long", client.post(PATH, "{\"text\":\"" + "a".repeat(40_001) + "\"}").body());
  }
}

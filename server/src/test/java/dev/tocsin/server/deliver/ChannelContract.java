package dev.tocsin.server.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every channel must do, whatever its protocol.
public abstract class ChannelContract {
  protected static final String SECRET = "s3cret-value";
  private Receiver receiver;
  private Channel channel;

  /// The other end of a channel, in the states that matter.
  public interface Receiver extends AutoCloseable {
    /// YAML of a channel that reaches it, with [#SECRET] where the channel has secrets.
    String settings();

    /// What must never be repeated.
    String secret();

    /// The next attempt fails for now, and the answer repeats the secret.
    void failOnce();

    /// The next attempt fails for good, and the answer repeats the secret.
    void refuseOnce();

    void hangOnce();

    /// The idempotency keys that arrived, in whichever form the protocol has.
    List<String> keys();

    /// What arrived, readable: without the coding of the protocol.
    List<String> contents();

    @Override
    void close();
  }

  protected abstract ChannelType type();

  protected abstract Receiver receiver() throws Exception;

  @BeforeEach
  void open() throws Exception {
    receiver = receiver();
    channel = channel(type(), receiver.settings());
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  public static Channel channel(ChannelType type, String yaml) {
    var problems = new Problems();
    var settings = ConfigFile.parse("test.yml", yaml, Map.of(), problems);
    var allowed = settings.flag("allow_private_addresses", false);
    var channel = type.read(new ChannelSettings("main", settings, Map.of(), allowed));
    settings.finish();
    problems.throwIfAny();
    return channel;
  }

  public static Message message(ChangeKind kind) {
    return new Message(
        kind,
        "incident-1",
        "Payments <fail> & \"stop\"",
        "P1",
        "INVESTIGATING",
        List.of("checkout"),
        "The provider does not answer",
        "Alert PaymentsFail fired",
        List.of(
            new Message.Reading(
                "PaymentsFail", "0.25", "0.05", Map.of("route", "/pay"), 1_772_366_400_000L)),
        1_772_366_400_000L,
        1_772_366_460_000L,
        new Message.Links(
            "https://tocsin.example/admin/incidents/incident-1",
            "https://runbooks.example/payments",
            "https://tocsin.example/admin/operations"),
        List.of(new Message.Line(1_772_366_400_000L, "Alert PaymentsFail fired", "")));
  }

  protected static Envelope envelope() {
    return new Envelope("incident-1:opened:2:main", message(ChangeKind.OPENED));
  }

  /// What a message of this channel cannot hold, and the link to the incident stands for.
  protected List<String> tooLong() {
    return List.of();
  }

  @Test
  void aMessageSaysEverythingThatSomebodyWhoWasWokenNeeds() {
    channel.send(envelope());

    var content = String.join("\n", receiver.contents());
    var needed =
        new LinkedHashMap<String, String>(
            Map.of(
                "what", "Payments",
                "severity", "P1",
                "where", "/pay",
                "value", "0.25",
                "threshold", "0.05",
                "since", "2026-03-01T12:00:00Z",
                "runbook", "https://runbooks.example/payments",
                "dashboard", "https://tocsin.example/admin/operations",
                "incident", "https://tocsin.example/admin/incidents/incident-1"));
    needed.keySet().removeAll(tooLong());
    needed.forEach((name, text) -> assertTrue(content.contains(text), name + ": " + content));
  }

  /// Reminders among it: a page that nobody has taken is why the channel is there.
  @Test
  void hearsWhatEverybodyMustHear() {
    assertTrue(channel.usualChanges().containsAll(ChangeKind.ESSENTIAL));
  }

  @Test
  void aMessageThatArrivesIsAccepted() {
    assertInstanceOf(Receipt.Accepted.class, channel.send(envelope()));
    assertEquals(1, receiver.keys().size());
  }

  @Test
  void everyKindOfChangeIsAccepted() {
    for (var kind : ChangeKind.values()) {
      assertInstanceOf(
          Receipt.Accepted.class, channel.send(new Envelope("key-" + kind, message(kind))));
    }
  }

  @Test
  void aPassingFailureIsRetriedUnderTheSameKey() {
    receiver.failOnce();

    assertInstanceOf(Receipt.Retry.class, channel.send(envelope()));
    assertInstanceOf(Receipt.Accepted.class, channel.send(envelope()));

    var keys = receiver.keys();
    assertFalse(keys.isEmpty());
    assertEquals(1, keys.stream().distinct().count(), keys::toString);
  }

  @Test
  void aRefusalIsFinal() {
    receiver.refuseOnce();

    assertInstanceOf(Receipt.Rejected.class, channel.send(envelope()));
  }

  @Test
  void aReceiverThatHangsIsRetried() {
    receiver.hangOnce();

    assertInstanceOf(Receipt.Retry.class, channel.send(envelope()));
  }

  @Test
  void aReceiverThatIsDownIsRetried() {
    receiver.close();

    var retry = assertInstanceOf(Receipt.Retry.class, channel.send(envelope()));

    assertEquals(Duration.ZERO, retry.after());
    assertTrue(retry.why().contains("Exception"), retry.why());
  }

  @Test
  void secretsAreNotInWhatIsSaidAboutAnAttempt() {
    receiver.failOnce();
    var retry = channel.send(envelope()).toString();
    receiver.refuseOnce();
    var rejected = channel.send(envelope()).toString();

    assertFalse(retry.contains(receiver.secret()), retry);
    assertFalse(rejected.contains(receiver.secret()), rejected);
  }
}

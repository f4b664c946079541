package dev.tocsin.server.deliver.webpush;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.ChannelSettings;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.Fanout;
import dev.tocsin.server.deliver.JsonBody;
import dev.tocsin.server.deliver.Message;
import dev.tocsin.server.deliver.OutboundHttp;
import dev.tocsin.server.deliver.PlainText;
import dev.tocsin.server.deliver.Receipt;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tells every browser that has subscribed. A browser that is off gets the newest message of each
/// incident when it comes back within a day; one that is gone for good is forgotten.
final class WebPushChannel implements Channel {
  private static final int TITLE_LIMIT = 120;
  private static final int TEXT_LIMIT = 500;
  private static final int ADDRESS_LIMIT = 500;
  private static final int TOPIC_LENGTH = 32;
  private static final String SECONDS_TO_LIVE = "86400";

  private final ChannelSettings settings;
  private final String subject;
  private final Shared shared;

  /// What all channels of the kind have in common.
  record Shared(
      OutboundHttp http, Subscriptions subscriptions, Fanout fanout, InstantSource clock) {}

  WebPushChannel(ChannelSettings settings, String subject, Shared shared) {
    this.settings = settings;
    this.subject = subject;
    this.shared = shared;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public Set<ChangeKind> usualChanges() {
    return ChangeKind.ESSENTIAL;
  }

  @Override
  public Receipt send(Envelope envelope) {
    var plain = JsonBody.bytes(content(envelope));
    var recipients = new LinkedHashMap<String, Supplier<Receipt>>();
    for (var subscription : shared.subscriptions().list()) {
      recipients.put(subscription.id(), () -> send(subscription, envelope, plain));
    }
    if (recipients.isEmpty()) {
      return new Receipt.Rejected("no browser has subscribed; do so on /admin/push");
    }
    var receipt = shared.fanout().send(name(), envelope.idempotencyKey(), recipients);
    boolean allAreGone =
        receipt instanceof Receipt.Accepted && shared.subscriptions().list().isEmpty();
    return allAreGone ? new Receipt.Rejected("every browser that subscribed is gone") : receipt;
  }

  private Receipt send(Subscription subscription, Envelope envelope, byte[] plain) {
    var decoder = Base64.getUrlDecoder();
    var body =
        PushEncryption.encrypt(
            plain,
            P256.publicKey(decoder.decode(subscription.publicKey())),
            decoder.decode(subscription.auth()));
    var endpoint = subscription.endpoint();
    var target =
        settings.target(
            endpoint, new Secret(endpoint.toString()), new Secret(endpoint.getRawPath()));
    var headers =
        Map.of(
            "Authorization",
            shared.subscriptions().key().authorization(endpoint, subject, shared.clock().instant()),
            "Content-Encoding",
            "aes128gcm",
            "TTL",
            SECONDS_TO_LIVE,
            "Urgency",
            isUrgent(envelope.message()) ? "high" : "normal",
            "Topic",
            topic(envelope));
    var receipt =
        shared
            .http()
            .post(
                target,
                new OutboundHttp.Post(headers, "application/octet-stream", body, Optional.empty()));
    if (receipt instanceof Receipt.Rejected(var why) && why.matches("HTTP (404|410)\\b.*")) {
      // Nobody waits for it there; whether anybody else has it, the whole message decides.
      shared.subscriptions().remove(endpoint);
      return new Receipt.Accepted("HTTP 410");
    }
    return receipt;
  }

  private static boolean isUrgent(Message message) {
    return switch (message.event()) {
      case OPENED, ESCALATED, REMINDED -> message.severity().matches("P[12]");
      case ACKNOWLEDGED, UPDATED, RESOLVED, TEST -> false;
    };
  }

  /// What the service worker shows.
  private static Map<String, Object> content(Envelope envelope) {
    var message = envelope.message();
    var address = message.links().incident();
    return Map.of(
        "key", envelope.idempotencyKey(),
        "tag", PlainText.thread(envelope),
        "title", PlainText.clipped(message.headline(), TITLE_LIMIT),
        "body", PlainText.clipped(text(message), TEXT_LIMIT),
        "url", address.length() <= ADDRESS_LIMIT ? address : "",
        "urgent", isUrgent(message));
  }

  private static String text(Message message) {
    var readings = PlainText.readings(message);
    var text = message.cause().isEmpty() ? message.update() : message.cause();
    var since = "since " + Instant.ofEpochMilli(message.sinceMillis());
    return Stream.of(readings, since, text)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  /// Of several messages with one topic a push service keeps only the last for a browser that is
  /// off; at most 32 characters, says RFC 8030.
  private static String topic(Envelope envelope) {
    try {
      var thread = PlainText.thread(envelope).getBytes(StandardCharsets.UTF_8);
      var hash = MessageDigest.getInstance("SHA-256").digest(thread);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(hash)
          .substring(0, TOPIC_LENGTH);
    } catch (GeneralSecurityException e) {
      throw P256.missing(e);
    }
  }
}

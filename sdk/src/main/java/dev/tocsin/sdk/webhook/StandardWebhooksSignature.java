package dev.tocsin.sdk.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Standard Webhooks 1.0.0 with symmetric keys: `webhook-signature` holds `v1,<base64>` separated
/// by spaces, each the HMAC-SHA256 of `webhook-id.webhook-timestamp.body`; a secret is `whsec_` and
/// the key in base64.
final class StandardWebhooksSignature implements SignatureScheme {

  private static final String ID = "webhook-id";
  private static final String VERSION = "v1,";
  private static final String SECRET_PREFIX = "whsec_";
  private static final int MAX_HEADER_LENGTH = 2_048;

  private final Duration tolerance;

  StandardWebhooksSignature(Duration tolerance) {
    this.tolerance = tolerance;
  }

  @Override
  public SignatureVerdict verify(WebhookRequest request, List<String> secrets, Instant now) {
    String id = request.header(ID);
    String seconds = request.header("webhook-timestamp");
    String header = request.header("webhook-signature");
    if (id == null || seconds == null || header == null) {
      return SignatureVerdict.MISSING;
    }
    List<byte[]> signatures = signatures(header);
    if (signatures.isEmpty() || id.isEmpty() || id.indexOf('.') >= 0) {
      return SignatureVerdict.MALFORMED;
    }
    SignatureVerdict problem = SignatureTimes.problem(seconds, now, tolerance);
    if (problem != null) {
      return problem;
    }
    List<byte[]> expected = new ArrayList<>();
    for (String secret : secrets) {
      expected.add(Hmac.sign(key(secret), id + "." + seconds + ".", request.body()));
    }
    return Hmac.anyMatches(signatures, expected)
        ? SignatureVerdict.GENUINE
        : SignatureVerdict.FORGED;
  }

  private static List<byte[]> signatures(String header) {
    List<byte[]> signatures = new ArrayList<>();
    if (header.length() > MAX_HEADER_LENGTH) {
      return signatures;
    }
    for (String item : header.split(" ", -1)) {
      if (item.startsWith(VERSION)) {
        decoded(item.substring(VERSION.length())).ifPresent(signatures::add);
      }
    }
    return signatures;
  }

  /// A signature that cannot be read fits nothing; another one in the header may.
  private static Optional<byte[]> decoded(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] key(String secret) {
    if (!secret.startsWith(SECRET_PREFIX)) {
      return secret.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "A webhook secret must be whsec_ followed by the key in base64.");
    }
  }

  @Override
  public Optional<String> eventId(WebhookRequest request) {
    return Optional.ofNullable(request.header(ID));
  }
}

package dev.tocsin.sdk.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `Stripe-Signature: t=<seconds>,v1=<hex>[,v1=<hex>]`: each `v1` is the HMAC-SHA256 of `t.body`
/// under the endpoint's secret. The event's id is the member `id` of the body.
final class StripeSignature implements SignatureScheme {

  private static final String HEADER = "Stripe-Signature";
  private static final int MAX_HEADER_LENGTH = 1_024;
  private static final int SIGNATURE_CHARACTERS = 64;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Duration tolerance;

  StripeSignature(Duration tolerance) {
    this.tolerance = tolerance;
  }

  @Override
  public SignatureVerdict verify(WebhookRequest request, List<String> secrets, Instant now) {
    String header = request.header(HEADER);
    if (header == null) {
      return SignatureVerdict.MISSING;
    }
    String seconds = null;
    List<byte[]> signatures = new ArrayList<>();
    if (header.length() <= MAX_HEADER_LENGTH) {
      for (String part : header.split(",", -1)) {
        String item = part.strip();
        if (item.startsWith("t=")) {
          seconds = item.substring(2);
        } else if (item.startsWith("v1=")) {
          hex(item.substring(3)).ifPresent(signatures::add);
        }
      }
    }
    return judge(request, seconds, signatures, new Valid(secrets, now));
  }

  private SignatureVerdict judge(
      WebhookRequest request, @Nullable String seconds, List<byte[]> signatures, Valid valid) {
    if (seconds == null || signatures.isEmpty()) {
      return SignatureVerdict.MALFORMED;
    }
    SignatureVerdict problem = SignatureTimes.problem(seconds, valid.now(), tolerance);
    if (problem != null) {
      return problem;
    }
    List<byte[]> expected = new ArrayList<>();
    for (String secret : valid.secrets()) {
      expected.add(
          Hmac.sign(secret.getBytes(StandardCharsets.UTF_8), seconds + ".", request.body()));
    }
    return Hmac.anyMatches(signatures, expected)
        ? SignatureVerdict.GENUINE
        : SignatureVerdict.FORGED;
  }

  private static Optional<byte[]> hex(String text) {
    if (text.length() != SIGNATURE_CHARACTERS) {
      return Optional.empty();
    }
    try {
      return Optional.of(HexFormat.of().parseHex(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> eventId(WebhookRequest request) {
    try {
      JsonNode id = JSON.readTree(request.text()).path("id");
      return id.isTextual() ? Optional.of(id.textValue()) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private record Valid(List<String> secrets, Instant now) {}
}

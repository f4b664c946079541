package dev.tocsin.sdk.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads from a bearer token whom it names: its claim `sub`, else `id` (RFC 7519). The signature is
/// not checked here: the result may go into logs and decides nothing.
public final class TokenUser {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String SCHEME = "bearer ";
  private static final int MAX_TOKEN_LENGTH = 8192;
  private static final int MAX_USER_LENGTH = 128;

  private TokenUser() {}

  /// @param authorization value of the header `Authorization`
  public static Optional<String> of(@Nullable String authorization) {
    if (authorization == null
        || authorization.length() > MAX_TOKEN_LENGTH
        || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return Optional.empty();
    }
    String[] parts = authorization.substring(SCHEME.length()).trim().split("\\.", -1);
    return parts.length == 3 ? ofPayload(parts[1]) : Optional.empty();
  }

  private static Optional<String> ofPayload(String payload) {
    try {
      byte[] json = Base64.getUrlDecoder().decode(payload);
      JsonNode claims = MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
      return claim(claims, "sub").or(() -> claim(claims, "id"));
    } catch (IllegalArgumentException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> claim(JsonNode claims, String name) {
    JsonNode value = claims.path(name);
    return value.isTextual() || value.isIntegralNumber() ? clean(value.asText()) : Optional.empty();
  }

  /// The id if it may stand in a log line: not blank, no control characters, of limited length.
  public static Optional<String> clean(@Nullable String user) {
    if (user == null || user.isBlank() || user.length() > MAX_USER_LENGTH) {
      return Optional.empty();
    }
    return user.chars().anyMatch(Character::isISOControl) ? Optional.empty() : Optional.of(user);
  }
}

package dev.tocsin.sdk.readiness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which keys an application must have. As JSON:
///
/// ```json
/// {"secondaryEscalation": false,
///  "keys": [{"name": "REDIS_URL", "kind": "url", "required": true, "feature": "cache"}]}
/// ```
///
/// @param secondaryEscalation whether policy declares a second way for incidents, which production
///   must then have
public record ConfigContract(boolean secondaryEscalation, List<ContractKey> keys) {

  private static final String STANDARD = "config-contract.json";
  private static final int MAX_CHARACTERS = 1024 * 1024;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  public ConfigContract {
    keys = List.copyOf(keys);
    Set<String> names = new HashSet<>();
    for (ContractKey key : keys) {
      if (!names.add(key.name())) {
        throw new IllegalArgumentException(
            "The contract names the key " + key.name() + " twice; remove one.");
      }
    }
  }

  /// The keys of the platform's API runtime.
  public static ConfigContract standard() {
    try (InputStream stream = ConfigContract.class.getResourceAsStream(STANDARD)) {
      if (stream == null) {
        throw new IllegalStateException("BUG: the SDK lacks its resource " + STANDARD);
      }
      return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws IllegalArgumentException when the text is no contract, with the place
  public static ConfigContract parse(String json) {
    if (json.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          "The contract has over " + MAX_CHARACTERS + " characters.");
    }
    try {
      return JSON.readValue(json, ConfigContract.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The contract cannot be read: " + e.getMessage(), e);
    }
  }

  /// The key of this name.
  public Optional<ContractKey> key(String name) {
    return keys.stream().filter(key -> key.name().equals(name)).findFirst();
  }
}

package dev.tocsin.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What arrived over HTTP, read whole.
///
/// @param query the decoded query parameters
/// @param headers by name in any case; values of a repeated header are joined by commas
record Request(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    String body) {
  Request {
    query = Map.copyOf(query);
    var byName = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(headers);
    headers = byName;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// The token of an `Authorization: Bearer …` header.
  Optional<String> bearerToken() {
    return header("Authorization")
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length()))
        .map(value -> value.substring("Bearer ".length()).strip())
        .filter(token -> !token.isEmpty());
  }
}

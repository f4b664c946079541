package dev.tocsin.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer over HTTP.
record Response(int status, Map<String, String> headers, String body) {
  Response {
    headers = Map.copyOf(headers);
  }

  static Response json(int status, JsonNode body) {
    return new Response(status, Map.of("Content-Type", "application/json"), body.toString());
  }

  static Response text(int status, String body) {
    return new Response(status, Map.of("Content-Type", "text/plain; charset=utf-8"), body);
  }

  Response with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, body);
  }

  boolean accepted() {
    return status < 400;
  }
}

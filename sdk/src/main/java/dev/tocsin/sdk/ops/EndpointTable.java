package dev.tocsin.sdk.ops;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The paths that features serve on the ops surface: finds the one that is asked and hands it a
/// request within limits.
final class EndpointTable {

  static final int MAX_BODY_BYTES = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(EndpointTable.class);
  private static final String UNKNOWN_ACTOR = "operator";
  private static final Pattern ACTOR = Pattern.compile("[\\p{L}\\p{N} ._@+-]{1,100}");

  private final List<Entry> entries = new ArrayList<>();

  EndpointTable(List<OpsEndpoint> endpoints) {
    Set<String> taken = new HashSet<>();
    for (OpsEndpoint endpoint : endpoints) {
      if (!Set.of("GET", "POST").contains(endpoint.method())) {
        throw new IllegalArgumentException(
            "The endpoint " + endpoint.path() + " must be GET or POST, not " + endpoint.method());
      }
      if (!taken.add(endpoint.method() + " " + endpoint.path())) {
        throw new IllegalArgumentException(
            "Two endpoints serve " + endpoint.method() + " " + endpoint.path() + "; rename one.");
      }
      entries.add(new Entry(endpoint, new PathPattern(endpoint.path())));
    }
  }

  Set<String> paths() {
    Set<String> paths = new TreeSet<>();
    entries.forEach(entry -> paths.add(entry.endpoint().path()));
    return paths;
  }

  /// The answer, or nothing when no endpoint has the path.
  ///
  /// @param admitted whether the caller may use endpoints
  Optional<OpsResponse> answer(OpsCall call, boolean admitted, OpsResponse refusal) {
    try {
      List<Match> matches = matches(call.path());
      if (matches.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(admitted ? answer(call, matches) : refusal);
    } catch (IllegalArgumentException e) {
      return Optional.of(OpsResponse.text(400, "The path or query is not encoded correctly.\n"));
    }
  }

  private List<Match> matches(String path) {
    List<Match> matches = new ArrayList<>();
    for (Entry entry : entries) {
      entry
          .pattern()
          .match(path)
          .ifPresent(variables -> matches.add(new Match(entry.endpoint(), variables)));
    }
    return matches;
  }

  private static OpsResponse answer(OpsCall call, List<Match> matches) {
    String method = call.reads() ? "GET" : call.method();
    Set<String> allowed = new TreeSet<>();
    for (Match match : matches) {
      if (match.endpoint().method().equals(method)) {
        return answer(call, match);
      }
      allowed.add(match.endpoint().method());
    }
    return OpsResponse.methodNotAllowed(String.join(", ", allowed));
  }

  private static OpsResponse answer(OpsCall call, Match match) {
    Map<String, String> query = query(call.query());
    try {
      byte[] body = call.reads() ? new byte[0] : call.body().readNBytes(MAX_BODY_BYTES + 1);
      if (body.length > MAX_BODY_BYTES) {
        return OpsResponse.text(413, "The body is over " + MAX_BODY_BYTES + " bytes.\n");
      }
      String text = new String(body, StandardCharsets.UTF_8);
      return match.endpoint().answer(new OpsRequest(match.variables(), query, text, actor(call)));
    } catch (IOException e) {
      return OpsResponse.text(400, "The body could not be read.\n");
    } catch (RuntimeException e) {
      LOG.warn("{} {} failed", match.endpoint().method(), match.endpoint().path(), e);
      return OpsResponse.text(500, "This path failed; the application's log says why.\n");
    }
  }

  private static Map<String, String> query(@Nullable String query) {
    Map<String, String> parameters = new HashMap<>();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = PathPattern.decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : PathPattern.decode(pair.substring(equals + 1));
        parameters.putIfAbsent(name, value);
      }
    }
    return parameters;
  }

  private static String actor(OpsCall call) {
    String actor = call.header("X-Tocsin-Actor");
    return actor != null && ACTOR.matcher(actor).matches() ? actor : UNKNOWN_ACTOR;
  }

  private record Entry(OpsEndpoint endpoint, PathPattern pattern) {}

  private record Match(OpsEndpoint endpoint, Map<String, String> variables) {}
}

package dev.tocsin.server.event;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.config.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who may push events, and how long they are kept.
///
/// @param tokens each application's own, by its name
/// @param paging which keys call a person
public record EventOptions(Map<String, Secret> tokens, Duration retention, PagingFlags paging) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}");
  private static final int SHORTEST_TOKEN = 16;
  private static final Duration USUAL_RETENTION = Duration.ofDays(90);
  private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);
  private static final Duration LONGEST_RETENTION = Duration.ofDays(3650);

  public EventOptions {
    tokens = Map.copyOf(tokens);
  }

  /// Which keys call a person is left to the applications.
  public EventOptions(Map<String, Secret> tokens, Duration retention) {
    this(tokens, retention, PagingFlags.none());
  }

  /// Reads the section `events`.
  public static EventOptions read(Settings section) {
    var tokens = new LinkedHashMap<String, Secret>();
    for (var application : section.sections("applications")) {
      var name = application.required("name", "give the name of the application");
      if (!NAME.matcher(name).matches()) {
        application.report(
            "name", "\"" + name + "\" is no name", "use letters, digits, dots and dashes");
      }
      var token = application.secret("token");
      if (token.map(it -> it.reveal().length()).orElse(0) < SHORTEST_TOKEN) {
        application.report(
            "token",
            "is missing or short",
            "give one of at least " + SHORTEST_TOKEN + " characters");
      }
      application.finish();
      if (token.isPresent() && tokens.put(name, token.get()) != null) {
        application.report("name", "\"" + name + "\" is there twice", "give each its own name");
      }
    }
    var retention =
        section.duration("retention", USUAL_RETENTION, SHORTEST_RETENTION, LONGEST_RETENTION);
    var paging = PagingFlags.read(section.section("paging"));
    section.finish();
    return new EventOptions(tokens, retention, paging);
  }

  /// The application whose token it is. Every token is compared, so that the time tells nothing.
  Optional<String> application(String token) {
    String found = null;
    for (var entry : tokens.entrySet()) {
      if (entry.getValue().is(token)) {
        found = entry.getKey();
      }
    }
    return Optional.ofNullable(found);
  }
}

package dev.tocsin.server.deliver.slack;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.IncidentSilencer;
import dev.tocsin.server.deliver.RefusedException;
import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.incident.Author;
import dev.tocsin.server.incident.IncidentDesk;
import dev.tocsin.server.incident.IncidentRefusal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Takes the buttons that people press in Slack. Who calls is known by Slack's signature of the
/// request alone: HMAC-SHA256 over version, timestamp and body, not older than five minutes.
public final class SlackInteractionsApi implements RouteSource {
  static final String ACKNOWLEDGE = "acknowledge_incident";
  static final String SILENCE = "silence_incident";

  /// For how long one can silence from a message.
  static final List<Duration> DURATIONS =
      List.of(
          Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(4), Duration.ofHours(24));

  private static final String PATH = "/api/v1/integrations/slack/interactions";
  private static final Duration OLDEST = Duration.ofMinutes(5);
  private static final int BODY_LIMIT_BYTES = 256 * 1024;
  private static final String ALGORITHM = "HmacSHA256";
  private static final JsonMapper JSON = new JsonMapper();

  private final Optional<Secret> signingSecret;
  private final IncidentDesk desk;
  private final IncidentSilencer silencer;
  private final InstantSource clock;

  /// @param signingSecret of the Slack application; without it nothing is taken
  public SlackInteractionsApi(
      Optional<Secret> signingSecret,
      IncidentDesk desk,
      IncidentSilencer silencer,
      InstantSource clock) {
    this.signingSecret = signingSecret;
    this.desk = desk;
    this.silencer = silencer;
    this.clock = clock;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.post(PATH, Role.ANYONE, this::interaction).accepting(BODY_LIMIT_BYTES));
  }

  private Reply interaction(Request request) {
    var secret = signingSecret.orElseThrow(() -> HttpFailure.notFound("the Slack application"));
    verify(request, secret);
    var payload = payload(request);
    var user = payload.path("user");
    var person =
        new Author("slack:" + user.path("id").asText(), user.path("username").asText("somebody"));
    for (var action : payload.path("actions")) {
      switch (action.path("action_id").asText()) {
        case ACKNOWLEDGE -> acknowledge(action.path("value").asText(), person);
        case SILENCE -> silence(action.at("/selected_option/value").asText(), person);
        default -> {}
      }
    }
    return Reply.success("taken", Map.of());
  }

  private void acknowledge(String incidentId, Author person) {
    try {
      desk.acknowledge(incidentId, person);
    } catch (IncidentRefusal e) {
      throw HttpFailure.conflict(String.valueOf(e.getMessage()));
    }
  }

  /// @param choice what [SlackBotChannel] wrote: a duration, a space, the incident's id
  private void silence(String choice, Author person) {
    var parts = choice.split(" ", 2);
    var duration =
        DURATIONS.stream()
            .filter(it -> it.toString().equals(parts[0]))
            .findFirst()
            .orElseThrow(() -> HttpFailure.invalid("the silence has no usable duration"));
    try {
      silencer.silence(parts.length == 2 ? parts[1] : "", duration, person);
    } catch (RefusedException | IncidentRefusal e) {
      throw HttpFailure.conflict(String.valueOf(e.getMessage()));
    }
  }

  private static JsonNode payload(Request request) {
    try {
      return JSON.readTree(request.form().getOrDefault("payload", ""));
    } catch (JacksonException e) {
      throw HttpFailure.invalid("payload is no JSON");
    }
  }

  private void verify(Request request, Secret secret) {
    var timestamp = request.header("x-slack-request-timestamp").orElse("");
    var given = request.header("x-slack-signature").orElse("");
    if (!isRecent(timestamp)
        || !new Secret(signature(secret, timestamp, request.body())).is(given)) {
      throw HttpFailure.of(401, "the signature of Slack is missing, wrong or too old");
    }
  }

  private boolean isRecent(String timestamp) {
    try {
      long apart = clock.instant().getEpochSecond() - Long.parseLong(timestamp);
      return Math.abs(apart) <= OLDEST.toSeconds();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  static String signature(Secret secret, String timestamp, byte[] body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
      mac.update(("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8));
      return "v0=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("BUG: every JDK has " + ALGORITHM, e);
    }
  }
}

package dev.tocsin.server.deliver.slack;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tocsin.server.config.DurationText;
import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.Message;
import dev.tocsin.server.deliver.OutboundHttp;
import dev.tocsin.server.deliver.Receipt;
import dev.tocsin.server.deliver.Threads;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Posts as a bot: the first message of an incident has a button to take it on and a choice to
/// silence it, the later ones answer in its thread, and the first is brought up to date.
final class SlackBotChannel implements Channel {
  private static final JsonMapper JSON = new JsonMapper();

  /// Errors of Slack that pass; they come with status 200.
  private static final Set<String> PASSING =
      Set.of(
          "ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout");

  /// What somebody should answer.
  private static final Set<ChangeKind> CALLS =
      Set.of(ChangeKind.OPENED, ChangeKind.ESCALATED, ChangeKind.REMINDED);

  private final String name;
  private final Place place;
  private final OutboundHttp http;
  private final Threads threads;

  /// @param root the address of the API
  record Place(OutboundHttp.Target root, Secret token, String conversation) {
    OutboundHttp.Target method(String method) {
      return root.at(URI.create(root.address().toString().replaceAll("/+$", "") + "/" + method));
    }
  }

  SlackBotChannel(String name, Place place, OutboundHttp http, Threads threads) {
    this.name = name;
    this.place = place;
    this.http = http;
    this.threads = threads;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<ChangeKind> usualChanges() {
    return ChangeKind.STATE;
  }

  @Override
  public boolean takesReceivers() {
    return true;
  }

  @Override
  public Channel to(List<String> receivers) {
    return SlackChannel.at(receivers.getFirst(), name, place.root(), http);
  }

  @Override
  public Receipt send(Envelope envelope) {
    var message = envelope.message();
    var thread = threads.find(name, message.incidentId());
    var body = body(message);
    thread.ifPresent(it -> body.put("thread_ts", it));
    var receipt = call("chat.postMessage", envelope, body, thread.isEmpty());
    if (receipt instanceof Receipt.Accepted && thread.isPresent()) {
      var update = body(message);
      update.put("ts", thread.get());
      call("chat.update", envelope, update, false);
    }
    return receipt;
  }

  private Map<String, Object> body(Message message) {
    var body = new LinkedHashMap<>(SlackBlocks.of(message));
    body.put("channel", place.conversation());
    if (CALLS.contains(message.event())) {
      var blocks = new ArrayList<Object>((List<?>) body.getOrDefault("blocks", List.of()));
      blocks.add(
          Map.of("type", "actions", "elements", List.of(acknowledge(message), silence(message))));
      body.put("blocks", blocks);
    }
    return body;
  }

  private static Map<String, Object> acknowledge(Message message) {
    return Map.of(
        "type",
        "button",
        "action_id",
        SlackInteractionsApi.ACKNOWLEDGE,
        "value",
        message.incidentId(),
        "style",
        "primary",
        "text",
        plain("Acknowledge"));
  }

  private static Map<String, Object> silence(Message message) {
    var options =
        SlackInteractionsApi.DURATIONS.stream()
            .map(
                it ->
                    Map.of(
                        "text",
                        plain(DurationText.print(it)),
                        "value",
                        it + " " + message.incidentId()))
            .toList();
    return Map.of(
        "type",
        "static_select",
        "action_id",
        SlackInteractionsApi.SILENCE,
        "placeholder",
        plain("Silence for"),
        "options",
        options);
  }

  private static Map<String, Object> plain(String text) {
    return Map.of("type", "plain_text", "text", text);
  }

  private Receipt call(
      String method, Envelope envelope, Map<String, Object> body, boolean startsThread) {
    var post =
        OutboundHttp.Post.json(body)
            .with("Authorization", "Bearer " + place.token().reveal())
            .with("Idempotency-Key", envelope.idempotencyKey())
            .reading(answer -> receipt(answer, envelope, startsThread));
    return http.post(place.method(method), post);
  }

  private Receipt receipt(String answer, Envelope envelope, boolean startsThread) {
    JsonNode json;
    try {
      json = JSON.readTree(answer);
    } catch (JacksonException e) {
      return new Receipt.Retry("Slack answered with no JSON");
    }
    if (json.path("ok").asBoolean()) {
      var reference = json.path("ts").asText();
      if (startsThread && !reference.isEmpty()) {
        threads.keep(name, envelope.message().incidentId(), reference);
      }
      return new Receipt.Accepted("HTTP 200");
    }
    var error = json.path("error").asText("unknown").replaceAll("[^a-z_]", "");
    return PASSING.contains(error)
        ? new Receipt.Retry("Slack: " + error)
        : new Receipt.Rejected("Slack: " + error);
  }
}

package dev.tocsin.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The registered webhook endpoints of the payment provider, and the events that go to them.
final class StripeEvents implements AutoCloseable {
  static final int MAXIMUM_ENDPOINTS = 16;

  private static final int MAXIMUM_URL_CHARACTERS = 2_048;
  private static final String API_VERSION = "2025-03-31.basil";

  private record Endpoint(WebhookTarget target, List<String> enabledEvents, long created) {
    boolean wants(String type) {
      return enabledEvents.contains("*") || enabledEvents.contains(type);
    }

    ObjectNode toJson() {
      ObjectNode json = Json.object().put("id", target.id()).put("object", "webhook_endpoint");
      json.put("url", target.url().toString()).put("status", "enabled").put("created", created);
      enabledEvents.forEach(json.put("livemode", false).putArray("enabled_events")::add);
      return json;
    }
  }

  private final Identifiers identifiers;
  private final InstantSource clock;
  private final EventCourier courier;
  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();

  StripeEvents(Identifiers identifiers, InstantSource clock, EventCourier courier) {
    this.identifiers = identifiers;
    this.clock = clock;
    this.courier = courier;
  }

  /// Registers an endpoint. Only this answer shows its secret.
  synchronized ObjectNode register(String url, List<String> enabledEvents) {
    URI address = loopback(url);
    if (enabledEvents.isEmpty()) {
      throw StripeProblem.missing("enabled_events");
    }
    for (String type : enabledEvents) {
      if (!type.equals("*") && !type.matches("[a-z_]+(\\.[a-z_]+)+")) {
        throw StripeProblem.parameter(
            "enabled_events",
            "parameter_invalid_string_enum",
            "Invalid enabled_events: '%s' is not the name of an event.".formatted(type));
      }
    }
    if (endpoints.size() >= MAXIMUM_ENDPOINTS) {
      throw StripeProblem.unexpected(
          "resource_limit_reached",
          "You have reached the maximum of %d webhook endpoints; delete one first."
              .formatted(MAXIMUM_ENDPOINTS));
    }
    var target = new WebhookTarget(identifiers.next("we"), address, "whsec_" + identifiers.hex(32));
    var endpoint =
        new Endpoint(target, List.copyOf(enabledEvents), clock.instant().getEpochSecond());
    endpoints.put(target.id(), endpoint);
    return endpoint.toJson().put("secret", target.secret());
  }

  /// The stand-in must never become a way to reach other machines, so it looks no name up.
  private static URI loopback(String url) {
    URI address;
    try {
      address = new URI(url);
    } catch (URISyntaxException _) {
      throw StripeProblem.parameter("url", "url_invalid", "Invalid URL: it cannot be parsed.");
    }
    String host = address.getHost() == null ? "" : address.getHost();
    boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    boolean here =
        host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    if (!web || !here || url.length() > MAXIMUM_URL_CHARACTERS) {
      throw StripeProblem.parameter(
          "url",
          "url_invalid",
          "Invalid URL: this sandbox delivers events only to the machine it runs on, so that test"
              + " payments never leave it; use http://localhost, http://127.0.0.1 or"
              + " http://[::1].");
    }
    return address;
  }

  synchronized ObjectNode list() {
    ObjectNode json = Json.object().put("object", "list").put("url", "/v1/webhook_endpoints");
    ArrayNode data = json.put("has_more", false).putArray("data");
    endpoints.values().forEach(endpoint -> data.add(endpoint.toJson()));
    return json;
  }

  synchronized ObjectNode read(String id) {
    return endpoint(id).toJson();
  }

  synchronized ObjectNode delete(String id) {
    endpoints.remove(endpoint(id).target().id());
    return Json.object().put("id", id).put("object", "webhook_endpoint").put("deleted", true);
  }

  private Endpoint endpoint(String id) {
    Endpoint endpoint = endpoints.get(id);
    if (endpoint == null) {
      throw StripeProblem.unknownObject("webhook_endpoint", "webhook endpoint", id);
    }
    return endpoint;
  }

  /// Hands an event to the courier for every endpoint that wants it.
  synchronized void emit(String type, ObjectNode subject) {
    List<Endpoint> wanting =
        endpoints.values().stream().filter(endpoint -> endpoint.wants(type)).toList();
    ObjectNode event = Json.object().put("id", identifiers.next("evt")).put("object", "event");
    event.put("api_version", API_VERSION).put("created", clock.instant().getEpochSecond());
    event.put("type", type).put("livemode", false).put("pending_webhooks", wanting.size());
    event.putObject("data").set("object", subject);
    String body = event.toString();
    wanting.forEach(endpoint -> courier.send(endpoint.target(), body));
  }

  @Override
  public void close() {
    courier.close();
  }
}

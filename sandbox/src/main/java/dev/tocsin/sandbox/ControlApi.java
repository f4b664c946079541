package dev.tocsin.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// The controls of the sandbox itself: break and heal services, read and empty inboxes.
final class ControlApi {
  static final String CONTROL = "/_control";
  static final String INBOX = "/_inbox/";

  private final Switchboard switchboard;
  private final Inbox inbox;

  ControlApi(Switchboard switchboard, Inbox inbox) {
    this.switchboard = switchboard;
    this.inbox = inbox;
  }

  /// @param request with a path under `/_control` or `/_inbox/`
  Response answer(Request request) {
    try {
      return request.path().startsWith(INBOX) ? inbox(request) : control(request);
    } catch (BadRequest bad) {
      return error(400, bad.problems());
    }
  }

  private Response control(Request request) {
    if (request.path().equals(CONTROL)) {
      return request.method().equals("GET") ? states() : wrongMethod("GET");
    }
    String name = request.path().substring(CONTROL.length() + 1);
    if (name.equals("heal")) {
      if (!request.method().equals("POST")) {
        return wrongMethod("POST");
      }
      switchboard.heal();
      return states();
    }
    var service = Service.find(name);
    if (service.isEmpty()) {
      return unknownService(name);
    }
    if (!request.method().equals("PUT")) {
      return wrongMethod("PUT");
    }
    var json = Json.parse(request.body());
    if (json.isEmpty()) {
      throw new BadRequest(List.of("the body is not JSON; send for example {\"mode\":\"error\"}"));
    }
    switchboard.set(service.get(), FaultReader.read(service.get(), json.get()));
    return Response.json(200, state(service.get()));
  }

  private Response states() {
    ObjectNode json = Json.object();
    for (Service service : Service.values()) {
      json.set(service.key(), state(service));
    }
    return Response.json(200, json);
  }

  private ObjectNode state(Service service) {
    Mailbox box = inbox.box(service);
    return switchboard
        .fault(service)
        .toJson()
        .put("afflicted", switchboard.afflicted(service))
        .put("received", box.received())
        .put("duplicates", box.duplicates());
  }

  private Response inbox(Request request) {
    String name = request.path().substring(INBOX.length());
    var service = Service.find(name);
    if (service.isEmpty()) {
      return unknownService(name);
    }
    Mailbox box = inbox.box(service.get());
    return switch (request.method()) {
      case "GET" -> {
        ArrayNode messages = Json.array();
        box.newest(limit(request)).forEach(message -> messages.add(message.toJson()));
        yield Response.json(200, messages);
      }
      case "DELETE" -> {
        box.clear();
        yield Response.json(200, Json.object().put("status", "emptied"));
      }
      default -> wrongMethod("GET, DELETE");
    };
  }

  private static int limit(Request request) {
    String text = request.query().getOrDefault("limit", Integer.toString(Mailbox.MAXIMUM_MESSAGES));
    int limit = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > Mailbox.MAXIMUM_MESSAGES) {
      throw new BadRequest(
          List.of(
              "limit must be a whole number from 1 to %d, not '%s'"
                  .formatted(Mailbox.MAXIMUM_MESSAGES, text)));
    }
    return limit;
  }

  private static Response unknownService(String name) {
    return error(404, List.of("no service '%s'; known are %s".formatted(name, Service.keys())));
  }

  private static Response wrongMethod(String allowed) {
    return error(405, List.of("use " + allowed)).with("Allow", allowed);
  }

  static Response error(int status, List<String> problems) {
    ObjectNode json =
        Json.object().put("status", "error").put("message", String.join("; ", problems));
    problems.forEach(json.putArray("errors")::add);
    return Response.json(status, json);
  }
}

package dev.tocsin.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Sends each request to the stand-in or the control that its path names.
final class Router {
  private static final List<String> LOCAL_NAMES = List.of("localhost", "127.0.0.1", "[::1]");

  /// Stand-ins by the beginning of their paths.
  private final TreeMap<String, StandIn> standIns = new TreeMap<>();

  private final FaultGate gate;
  private final ControlApi control;
  private final OverviewPage page;

  Router(FaultGate gate, ControlApi control, OverviewPage page) {
    this.gate = gate;
    this.control = control;
    this.page = page;
  }

  Router add(String beginning, StandIn standIn) {
    standIns.put(beginning, standIn);
    return this;
  }

  /// The answer, or nothing when the connection is to be closed without one.
  Optional<Response> answer(Request request) throws InterruptedException {
    if (!addressedLocally(request)) {
      return Optional.of(
          ControlApi.error(
              421, List.of("this sandbox answers only to localhost, 127.0.0.1 and [::1]")));
    }
    String path = request.path();
    // The longest beginning wins, so that /incident-webhook/secondary comes first.
    for (var entry : standIns.descendingMap().entrySet()) {
      String beginning = entry.getKey();
      boolean within = beginning.endsWith("/") && path.startsWith(beginning);
      if (within || path.equals(beginning)) {
        return gate.pass(entry.getValue(), request);
      }
    }
    return Optional.of(own(request));
  }

  private Response own(Request request) {
    String path = request.path();
    if (path.equals(ControlApi.CONTROL)
        || path.startsWith(ControlApi.CONTROL + "/")
        || path.startsWith(ControlApi.INBOX)) {
      return control.answer(request);
    }
    if (path.equals("/") || path.equals("/style.css")) {
      if (!request.method().equals("GET")) {
        return ControlApi.error(405, List.of("use GET")).with("Allow", "GET");
      }
      return path.equals("/") ? page.page() : page.style();
    }
    return ControlApi.error(404, List.of("nothing is at " + path + "; see the page at /"));
  }

  /// Keeps pages of other sites out that point a name of their own to this machine.
  private static boolean addressedLocally(Request request) {
    String host = request.header("Host").orElse("localhost");
    return LOCAL_NAMES.contains(host.replaceFirst(":\\d{1,5}$", ""));
  }
}

package dev.tocsin.sandbox;

import java.time.Duration;
import java.util.Optional;

/// Stands before every stand-in, lets the switchboard decide what happens to a request, and keeps
/// what the service accepted.
final class FaultGate {
  private static final String GARBAGE = "\u0000\u0007<<<{\"status\": \u001b[31m]]>\uFFFD\uFFFD{";

  private final Switchboard switchboard;
  private final Inbox inbox;

  FaultGate(Switchboard switchboard, Inbox inbox) {
    this.switchboard = switchboard;
    this.inbox = inbox;
  }

  /// The answer, or nothing when the connection is to be closed without one.
  Optional<Response> pass(StandIn standIn, Request request) throws InterruptedException {
    Service service = standIn.service();
    Fault fault = switchboard.next(service);
    Optional<Response> response =
        switch (fault.mode()) {
          case OK -> Optional.of(kept(standIn.answer(request), standIn, request));
          case DECLINE -> Optional.of(kept(standIn.decline(request), standIn, request));
          case ERROR -> Optional.of(standIn.failure(fault.status()));
          case RATE_LIMIT -> Optional.of(rateLimited(standIn, fault));
          case GARBAGE -> Optional.of(Response.text(200, GARBAGE));
          case HANG -> {
            switchboard.hold(service, Fault.LONGEST_HOLD);
            yield Optional.empty();
          }
        };
    switchboard.hold(service, Duration.ofMillis(fault.latencyMillis()));
    return response;
  }

  private static Response rateLimited(StandIn standIn, Fault fault) {
    return standIn.rateLimited().with("Retry-After", Integer.toString(fault.retryAfterSeconds()));
  }

  private Response kept(Response response, StandIn standIn, Request request) {
    if (response.accepted() && !request.method().equals("GET")) {
      inbox.box(standIn.service()).add(request);
    }
    return response;
  }
}

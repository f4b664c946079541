package dev.tocsin.sandbox;

/// The place of one outside service: its answers when all is well, and how it words its own
/// failures.
interface StandIn {
  Service service();

  Response answer(Request request);

  /// The answer while the service says no to every payment. Only a payment provider can.
  default Response decline(Request request) {
    return answer(request);
  }

  /// How the service says that something broke on its side.
  Response failure(int status);

  /// How the service says that it is asked too often, without the `Retry-After` header.
  Response rateLimited();
}

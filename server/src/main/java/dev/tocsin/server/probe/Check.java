package dev.tocsin.server.probe;

import java.net.URI;
import java.util.List;

/// What a probe does to see whether a service is well.
///
/// The addresses come from the operator's own configuration file, who may well mean a service on
/// this machine or in the private network: unlike addresses from users, they are not restricted.
sealed interface Check {
  /// @param expectedStatus the good status codes; empty stands for 200 to 299
  /// @param bodyContains a text that the body must have within its first 64 KiB; empty for any
  record Http(
      URI address,
      String method,
      List<Integer> expectedStatus,
      String bodyContains,
      boolean followRedirects)
      implements Check {
    public Http {
      expectedStatus = List.copyOf(expectedStatus);
    }
  }

  /// A connection can be opened.
  record Tcp(String host, int port) implements Check {}
}

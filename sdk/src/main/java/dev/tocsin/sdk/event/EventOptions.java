package dev.tocsin.sdk.event;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Where events go, and how much may wait.
///
/// @param server the server, such as `https://tocsin.example`
/// @param folder keeps what the server has not taken; one process at a time
/// @param webhooks told directly of alerts when the server stays away: the primary one first, then
///   the secondary one; empty means nobody
/// @param directAfter how long the server must be away before that
/// @param limits of memory and disk
public record EventOptions(
    Receiver server,
    Path folder,
    List<Receiver> webhooks,
    Duration directAfter,
    EventLimits limits) {

  /// Before alerts are told directly, unless told otherwise.
  public static final Duration DEFAULT_DIRECT_AFTER = Duration.ofMinutes(1);

  /// An address and the bearer token that it wants. The token is never printed.
  public record Receiver(URI address, String token) {
    public Receiver {
      String scheme = String.valueOf(address.getScheme());
      if (!scheme.equals("http") && !scheme.equals("https")) {
        throw new IllegalArgumentException(
            "The address " + address + " must begin with http:// or https://.");
      }
      if (address.getUserInfo() != null) {
        throw new IllegalArgumentException(
            "An address must not hold a password; set the bearer token instead.");
      }
    }

    @Override
    public String toString() {
      return "Receiver[" + address + "]";
    }
  }

  public EventOptions {
    webhooks = List.copyOf(webhooks);
    if (directAfter.isNegative()) {
      throw new IllegalArgumentException("directAfter must not be negative.");
    }
  }

  /// With the usual limits and nobody to tell directly.
  public static EventOptions of(Receiver server, Path folder) {
    return new EventOptions(
        server, folder, List.of(), DEFAULT_DIRECT_AFTER, EventLimits.defaults());
  }
}

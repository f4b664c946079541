package dev.tocsin.sdk.egress;

import dev.tocsin.sdk.egress.BlockedDestinationException.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/// Decides whether a URL that somebody else has chosen may be called.
///
/// The host must be on the list exactly. Whoever connects must use the addresses from [#resolve]
/// and not look the name up again: between two look-ups a name can be turned to another address.
/// [GuardedHttpClient] does so.
public final class DestinationGuard {

  private final DestinationRules rules;
  private final HostResolver resolver;

  public DestinationGuard(DestinationRules rules) {
    this(rules, InetAddress::getAllByName);
  }

  public DestinationGuard(DestinationRules rules, HostResolver resolver) {
    this.rules = rules;
    this.resolver = resolver;
  }

  /// Checks everything that needs no look-up.
  ///
  /// @throws BlockedDestinationException when the URL must not be called
  public void check(URI url) {
    String scheme = url.getScheme();
    String host = url.getHost();
    if (scheme == null || host == null || url.getUserInfo() != null) {
      throw new BlockedDestinationException(
          host == null ? "none" : host,
          Reason.URL,
          "A destination must be an absolute URL with a host and without user information.");
    }
    if (!rules.schemes().contains(scheme)) {
      throw new BlockedDestinationException(
          host, Reason.URL, "The scheme must be one of " + rules.schemes() + ".");
    }
    requireListed(host);
  }

  /// The addresses of an allowed host, all of them allowed too.
  ///
  /// @throws BlockedDestinationException when the host is not on the list or one of its addresses
  ///   is private, local or special
  public InetAddress[] resolve(String host) throws UnknownHostException {
    requireListed(host);
    InetAddress[] addresses = resolver.resolve(host);
    for (InetAddress address : addresses) {
      if (BlockedRanges.contain(address) && !isExempt(address)) {
        throw new BlockedDestinationException(
            host,
            Reason.ADDRESS,
            "The host "
                + host
                + " leads to "
                + address.getHostAddress()
                + ", which is not a public address.");
      }
    }
    return addresses;
  }

  private void requireListed(String host) {
    if (!rules.hosts().contains(host)) {
      throw new BlockedDestinationException(
          host, Reason.HOST, "The host " + host + " is not on the list of allowed hosts.");
    }
  }

  private boolean isExempt(InetAddress address) {
    return rules.exemptions().stream().anyMatch(range -> range.contains(address.getAddress()));
  }
}

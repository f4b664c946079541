package dev.tocsin.server.deliver;

import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Secret;
import dev.tocsin.server.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings of one channel: its section of the file, then the environment.
///
/// @param allowPrivateAddresses whether it may reach into the private network
public record ChannelSettings(
    String name, Settings section, Map<String, String> environment, boolean allowPrivateAddresses) {
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LEAST_TIMEOUT = Duration.ofMillis(100);
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);

  public ChannelSettings {
    environment = Map.copyOf(environment);
  }

  /// How long one attempt may take.
  public Duration timeout() {
    return section.duration("timeout", USUAL_TIMEOUT, LEAST_TIMEOUT, LONGEST_TIMEOUT);
  }

  /// A receiver at an address.
  ///
  /// @param secrets what its answers must not repeat
  public OutboundHttp.Target target(URI address, Secret... secrets) {
    return new OutboundHttp.Target(address, timeout(), allowPrivateAddresses, List.of(secrets));
  }

  /// A path below an address; an address that cannot have one is reported.
  public URI below(URI root, String path) {
    try {
      return URI.create(root.toString().replaceAll("/+$", "") + path);
    } catch (IllegalArgumentException e) {
      section.report("url", "does not make an address", "look for odd characters in the keys");
      return root;
    }
  }

  /// @param variable of the environment, read when the section has no such key; empty for none
  public Optional<String> text(String key, String variable) {
    return section
        .text(key)
        .or(() -> Optional.ofNullable(environment.get(variable)))
        .filter(text -> !text.isBlank());
  }

  public Optional<Secret> secret(String key, String variable) {
    return text(key, variable).map(Secret::new);
  }

  /// An address that the channel cannot do without.
  public Optional<URI> address(String key, String variable) {
    if (section.has(key)) {
      return section.address(key);
    }
    var text = text(key, variable).orElse("");
    if (text.isEmpty()) {
      var remedy = variable.isEmpty() ? "write an address" : "write an address, or set " + variable;
      section.report(key, "is missing", remedy);
      return Optional.empty();
    }
    try {
      var address = URI.create(text);
      var scheme = String.valueOf(address.getScheme());
      if (address.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return Optional.of(address);
      }
    } catch (IllegalArgumentException e) {
      // reported below without its text, which may be a secret
    }
    section
        .problems()
        .add(
            new Problem(
                "environment",
                variable,
                "is not a web address",
                "write one such as https://host:port/path"));
    return Optional.empty();
  }
}

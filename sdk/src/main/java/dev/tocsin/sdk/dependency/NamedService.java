package dev.tocsin.sdk.dependency;

import dev.tocsin.sdk.health.HealthCheck;
import dev.tocsin.sdk.health.HttpIndicator;
import dev.tocsin.sdk.health.IndicatorDescription;
import dev.tocsin.sdk.health.TcpIndicator;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A service that is known by an address in an environment variable and asked without credentials:
/// `http` and `https` with `GET`, any other scheme with a TCP connection.
///
/// @param key the environment variable
/// @param path below the address, for HTTP
public record NamedService(String name, String displayName, String key, String path) {

  /// The services of the platform: the AI agent, the image processor, the crawler, and Conexxus,
  /// the interface of the stores' points of sale.
  public static final List<NamedService> PLATFORM =
      List.of(
          new NamedService("ai-agent", "AI agent", "AI_AGENT_BASE_URL", "/health"),
          new NamedService("image-processor", "Image processor", "IMAGE_PROC_BASE_URL", "/health"),
          new NamedService("crawler", "Crawler", "CRAWLER_BASE_URL", "/health"),
          new NamedService("conexxus", "Conexxus", "CONEXXUS_URL", ""));

  /// The indicator for an address.
  public ConfiguredIndicator indicator(ServiceSetting address) {
    IndicatorDescription description = IndicatorDescription.external(name, displayName);
    return new ConfiguredIndicator(description, address, value -> check(description, value));
  }

  private HealthCheck check(IndicatorDescription description, String value) {
    URI base = URI.create(value);
    String scheme = base.getScheme().toLowerCase(Locale.ROOT);
    if (scheme.equals("http") || scheme.equals("https")) {
      URI url = URI.create(value.replaceFirst("/+$", "") + path);
      return new HttpIndicator(description, url, Map.of(), (headers, body) -> Map.of());
    }
    if (base.getPort() < 0) {
      throw new IllegalArgumentException(key + " needs a port, as in tcp://host:port");
    }
    return new TcpIndicator(description, base.getHost(), base.getPort());
  }
}

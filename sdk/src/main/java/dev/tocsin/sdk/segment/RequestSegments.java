package dev.tocsin.sdk.segment;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.FinishedRequestListener;
import dev.tocsin.sdk.metrics.Telemetry;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Counts requests, and those answered with 5xx, by region, client and device, and requests by
/// version of the API and consumer. The version is taken from the route's template (`/v2/orders`),
/// so no client can invent one.
public final class RequestSegments {

  private static final String OTHER = "other";
  private static final String UNKNOWN = "unknown";
  private static final String NONE = "";
  private static final int MAX_ROUTES = 1_000;
  private static final int MAX_VERSION_LENGTH = 4;
  private static final int FIRST_SERVER_ERROR = 500;
  private static final Set<String> NO_REGION = Set.of("XX", "T1", "ZZ", "UNKNOWN");

  private final SegmentOptions options;
  private final Set<String> regions;
  private final ClientFamilies clients = new ClientFamilies();
  private final Map<String, String> versions = new ConcurrentHashMap<>();
  private final CounterFamily byRegion;
  private final CounterFamily errorsByRegion;
  private final CounterFamily byClient;
  private final CounterFamily errorsByClient;
  private final CounterFamily byDevice;
  private final CounterFamily errorsByDevice;
  private final CounterFamily byVersion;
  private final CounterFamily byConsumer;

  public RequestSegments(Telemetry telemetry, SegmentOptions options) {
    this.options = options;
    this.regions =
        options.regions().isEmpty() ? Set.of(Locale.getISOCountries()) : options.regions();
    byRegion = telemetry.counter("requests_by_region_total");
    errorsByRegion = telemetry.counter("request_errors_by_region_total");
    byClient = telemetry.counter("requests_by_client_total");
    errorsByClient = telemetry.counter("request_errors_by_client_total");
    byDevice = telemetry.counter("requests_by_device_total");
    errorsByDevice = telemetry.counter("request_errors_by_device_total");
    byVersion = telemetry.counter("api_version_requests_total");
    byConsumer = telemetry.counter("api_consumer_requests_total");
  }

  /// Reads the segments of a request that begins; tell the listener how it ended.
  ///
  /// @param headers the value of a header by its name; null when the request does not have it
  public FinishedRequestListener begin(UnaryOperator<@Nullable String> headers) {
    ClientFamily client =
        clients.of(headers.apply("User-Agent"), headers.apply("Sec-CH-UA-Mobile"));
    @Nullable String region = region(headers);
    @Nullable String consumer = consumer(headers);
    return (route, status) -> {
      record(client, region, status >= FIRST_SERVER_ERROR);
      recordVersion(version(route), consumer);
    };
  }

  private void record(ClientFamily client, @Nullable String region, boolean failed) {
    byClient.increment(client.browser(), client.os());
    byDevice.increment(client.device());
    if (region != null) {
      byRegion.increment(region);
    }
    if (failed) {
      errorsByClient.increment(client.browser(), client.os());
      errorsByDevice.increment(client.device());
      if (region != null) {
        errorsByRegion.increment(region);
      }
    }
  }

  private void recordVersion(String version, @Nullable String consumer) {
    if (!version.isEmpty()) {
      byVersion.increment(version);
      if (consumer != null) {
        byConsumer.increment(consumer, version);
      }
    }
  }

  private @Nullable String region(UnaryOperator<@Nullable String> headers) {
    String header = options.regionHeader();
    if (header == null) {
      return null;
    }
    String value = headers.apply(header);
    if (value == null || value.isBlank()) {
      return UNKNOWN;
    }
    String trimmed = value.trim();
    if (regions.contains(trimmed)) {
      return trimmed;
    }
    String upper = trimmed.toUpperCase(Locale.ROOT);
    if (NO_REGION.contains(upper)) {
      return UNKNOWN;
    }
    return regions.contains(upper) ? upper : OTHER;
  }

  private @Nullable String consumer(UnaryOperator<@Nullable String> headers) {
    String header = options.consumerHeader();
    if (header == null) {
      return null;
    }
    String value = headers.apply(header);
    if (value == null || value.isBlank()) {
      return UNKNOWN;
    }
    return options.consumers().contains(value) ? value : OTHER;
  }

  private String version(String route) {
    String known = versions.get(route);
    if (known != null) {
      return known;
    }
    String read = readVersion(route);
    if (versions.size() < MAX_ROUTES) {
      versions.put(route, read);
    }
    return read;
  }

  /// The first segment such as `v2`; nothing when the route has none.
  private static String readVersion(String route) {
    int begin = 0;
    while (begin < route.length()) {
      int slash = route.indexOf('/', begin);
      int end = slash < 0 ? route.length() : slash;
      String segment = route.substring(begin, end);
      if (isVersion(segment)) {
        return segment;
      }
      begin = end + 1;
    }
    return NONE;
  }

  private static boolean isVersion(String segment) {
    return segment.length() > 1
        && segment.length() <= MAX_VERSION_LENGTH
        && segment.charAt(0) == 'v'
        && segment.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
  }
}

package dev.tocsin.server.probe;

import dev.tocsin.server.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads one item of `probe.services`.
final class ServiceSettings {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
  private static final Pattern TCP_ADDRESS =
      Pattern.compile("([A-Za-z0-9_.-]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})");
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST");
  private static final int MOST_PORT = 65_535;
  private static final int LEAST_STATUS = 100;
  private static final int MOST_STATUS = 599;
  private static final int MOST_FAILURES = 100;
  private static final Map<String, String> KNOWN_NAMES =
      Map.of(
          "postgresql", "PostgreSQL",
          "redis", "Redis",
          "stripe-api", "Stripe API",
          "s3-storage", "S3 storage",
          "smtp-email", "E-mail (SMTP)",
          "api-server", "API server");

  private final Settings section;

  private ServiceSettings(Settings section) {
    this.section = section;
  }

  static ProbeOptions.Service read(Settings section, ProbeOptions.Timing usual) {
    return new ServiceSettings(section).service(usual);
  }

  private ProbeOptions.Service service(ProbeOptions.Timing usual) {
    var name = section.required("name", "name the service, such as api-server");
    if (!name.isBlank() && !NAME.matcher(name).matches()) {
      section.report(
          "name", "\"" + name + "\" is no service name", "use a-z, 0-9, - and at most 63 of them");
    }
    var displayName = section.text("display_name", displayName(name));
    var http = section.address("http");
    var tcp = section.text("tcp");
    if (section.has("http") && tcp.isPresent()) {
      section.report("tcp", "stands beside http", "keep one of them");
    }
    Optional<Check> check = section.has("http") ? http.map(this::http) : tcp.flatMap(this::tcp);
    boolean isChecked = section.has("http") || tcp.isPresent();
    var plan = isChecked ? plan(check, usual) : Optional.<ProbeOptions.Plan>empty();
    section.finish();
    return new ProbeOptions.Service(name, displayName, plan);
  }

  /// `stripe-api` reads as Stripe API, `order-search` as Order search.
  private static String displayName(String name) {
    var known = KNOWN_NAMES.get(name);
    if (known != null || name.isBlank()) {
      return known == null ? name : known;
    }
    var words = name.replace('-', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private Optional<ProbeOptions.Plan> plan(Optional<Check> check, ProbeOptions.Timing usual) {
    var interval =
        section.duration(
            "interval", usual.interval(), ProbeOptions.LEAST_INTERVAL, ProbeOptions.MOST_INTERVAL);
    var timeout =
        section.duration(
            "timeout", usual.timeout(), ProbeOptions.LEAST_TIMEOUT, ProbeOptions.MOST_INTERVAL);
    if (timeout.compareTo(interval) > 0) {
      section.report("timeout", "is longer than the interval", "use a shorter one");
    }
    var degradedAfter =
        section.duration(
            "degraded_after",
            timeout.dividedBy(2),
            Duration.ofMillis(1),
            ProbeOptions.MOST_INTERVAL);
    int failures = section.integer("failures_before_down", 1, 1, MOST_FAILURES);
    var timing = new ProbeOptions.Timing(interval, timeout);
    return check.map(it -> new ProbeOptions.Plan(it, timing, degradedAfter, failures));
  }

  private Check http(URI address) {
    var method = section.text("method", "GET");
    if (!METHODS.contains(method)) {
      section.report(
          "method", "\"" + method + "\" is not usable", "use GET, HEAD, OPTIONS or POST");
      method = "GET";
    }
    return new Check.Http(
        address,
        method,
        expectedStatus(),
        section.text("body_contains", ""),
        section.flag("follow_redirects", false));
  }

  private List<Integer> expectedStatus() {
    var codes = new ArrayList<Integer>();
    for (var text : section.texts("expected_status")) {
      try {
        int code = Integer.parseInt(text);
        if (code >= LEAST_STATUS && code <= MOST_STATUS) {
          codes.add(code);
          continue;
        }
      } catch (NumberFormatException e) {
        // reported below, like a number out of bounds
      }
      section.report("expected_status", "\"" + text + "\" is no status", "write one such as 200");
    }
    return codes;
  }

  private Optional<Check> tcp(String text) {
    var match = TCP_ADDRESS.matcher(text);
    if (match.matches()) {
      int port = Integer.parseInt(match.group(2));
      if (port >= 1 && port <= MOST_PORT) {
        var host = match.group(1).replace("[", "").replace("]", "");
        return Optional.of(new Check.Tcp(host, port));
      }
    }
    section.report("tcp", "\"" + text + "\" is not host:port", "write one such as localhost:6379");
    return Optional.empty();
  }
}

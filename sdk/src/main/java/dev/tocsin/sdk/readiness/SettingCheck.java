package dev.tocsin.sdk.readiness;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is to say about one value: its state, and why it is not PRESENT. The value itself is not in
/// it.
///
/// @param reason follows the key's name: `is not set`; empty when PRESENT
public record SettingCheck(SettingState state, String reason) {

  private static final SettingCheck PRESENT = new SettingCheck(SettingState.PRESENT, "");

  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "change[-_ ]?(me|it|this)|replace[-_ ]?(me|this|with).*|your[-_ ].*|to[-_ ]?do|tbd|fixme"
              + "|x{3,}|\\*{3,}|\\.{3,}|<.*>|\\$\\{.*}|\\{\\{.*}}|placeholder|dummy|example|none"
              + "|null|undefined|secret|password|insert[-_ ].*|sk[-_]\\.{3}|.*changeme.*",
          Pattern.CASE_INSENSITIVE);

  /// Names that are reserved for documents (RFC 2606).
  private static final Pattern EXAMPLE_HOST =
      Pattern.compile("(.*\\.)?example(\\.(com|org|net))?|.*\\.(invalid|example)");

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|.*\\.localhost|127(\\.\\d{1,3}){3}|0\\.0\\.0\\.0|\\[?::1?]?");

  private static final Set<String> SEVERAL_HOSTS = Set.of("mongodb");

  /// @param value null when the key is not set
  public static SettingCheck of(
      SettingKind kind, @Nullable String value, DeploymentEnvironment environment) {
    if (value == null) {
      return new SettingCheck(SettingState.MISSING, "is not set");
    }
    if (value.isBlank()) {
      return invalid("is blank");
    }
    if (!value.equals(value.strip())) {
      return invalid("begins or ends with white space");
    }
    if (PLACEHOLDER.matcher(value).matches()) {
      return invalid("is a placeholder");
    }
    return switch (kind) {
      case SECRET ->
          value.chars().anyMatch(Character::isWhitespace)
              ? invalid("has white space inside")
              : PRESENT;
      case URL -> ofUrl(value, environment);
      case HOST -> ofHosts(List.of(value), environment);
      case TEXT -> PRESENT;
    };
  }

  public boolean present() {
    return state == SettingState.PRESENT;
  }

  private static SettingCheck ofUrl(String value, DeploymentEnvironment environment) {
    URI url;
    try {
      url = new URI(value);
    } catch (URISyntaxException e) {
      return invalid("is no URL");
    }
    List<String> hosts = hosts(url);
    return hosts.isEmpty()
        ? invalid("is no URL with a scheme and a host")
        : ofHosts(hosts, environment);
  }

  private static SettingCheck ofHosts(List<String> hosts, DeploymentEnvironment environment) {
    for (String host : hosts) {
      String plain = host.toLowerCase(Locale.ROOT);
      if (environment.deployed() && LOOPBACK.matcher(plain).matches()) {
        return invalid("points at this machine although " + environment.name() + " is deployed");
      }
      if (environment.deployed() && EXAMPLE_HOST.matcher(plain).matches()) {
        return invalid("is a placeholder");
      }
    }
    return PRESENT;
  }

  /// The hosts of a URL; those of a replica set are separated by commas, which `URI` does not know.
  private static List<String> hosts(URI url) {
    String scheme = url.getScheme();
    String authority = url.getRawAuthority();
    if (scheme == null || authority == null) {
      return List.of();
    }
    if (url.getHost() != null) {
      return List.of(url.getHost());
    }
    if (!SEVERAL_HOSTS.contains(scheme.toLowerCase(Locale.ROOT))) {
      return List.of();
    }
    List<String> hosts = new ArrayList<>();
    for (String part : authority.substring(authority.lastIndexOf('@') + 1).split(",", -1)) {
      hosts.add(part.replaceFirst(":\\d+$", ""));
    }
    return hosts.contains("") ? List.of() : hosts;
  }

  private static SettingCheck invalid(String reason) {
    return new SettingCheck(SettingState.INVALID, reason);
  }
}

package dev.tocsin.sdk.egress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The hosts that may be called: bare names or addresses, matched exactly.
public final class AllowedHosts {

  /// The setting of the operations contract.
  public static final String SETTING = "EXPORT_WEBHOOK_ALLOWED_HOSTS";

  private static final int MAX_HOSTS = 1_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*");

  private final Set<String> hosts;

  private AllowedHosts(Set<String> hosts) {
    this.hosts = Set.copyOf(hosts);
  }

  /// Reads the list: separated by commas, or a JSON list of strings. Not set or empty allows none.
  ///
  /// @throws IllegalArgumentException with all problems of the list, each with its remedy
  public static AllowedHosts parse(String setting, @Nullable String value) {
    List<String> problems = problems(setting, value);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join(" ", problems));
    }
    Set<String> hosts = new LinkedHashSet<>();
    entries(value == null ? "" : value).forEach(entry -> hosts.add(canonical(entry)));
    return new AllowedHosts(hosts);
  }

  /// What is wrong with the list, for a report on the configuration; empty when nothing is.
  public static List<String> problems(String setting, @Nullable String value) {
    List<String> problems = new ArrayList<>();
    try {
      List<String> entries = entries(value == null ? "" : value);
      if (entries.size() > MAX_HOSTS) {
        problems.add(setting + " has more than " + MAX_HOSTS + " hosts.");
      }
      for (String entry : entries) {
        String problem = problem(entry);
        if (problem != null) {
          problems.add(setting + ": '" + entry + "' " + problem);
        }
      }
    } catch (UncheckedIOException e) {
      problems.add(
          setting + " begins like a JSON list but is none; write [\"hooks.example.com\"].");
    }
    return problems;
  }

  boolean contains(String host) {
    return hosts.contains(canonical(host));
  }

  private static List<String> entries(String value) {
    String text = value.strip();
    List<String> entries = new ArrayList<>();
    if (text.startsWith("[") && !text.startsWith("[:") && !text.matches("\\[[0-9a-fA-F:.]+].*")) {
      for (JsonNode entry : json(text)) {
        entries.add(entry.isTextual() ? entry.textValue().strip() : entry.toString());
      }
      return entries;
    }
    for (String entry : text.split(",", -1)) {
      if (!entry.isBlank()) {
        entries.add(entry.strip());
      }
    }
    return entries;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String problem(String entry) {
    if (entry.contains("://")) {
      return "carries a scheme, so it would match nothing; write the bare host name.";
    }
    if (entry.contains("/") || entry.contains("?") || entry.contains("#")) {
      return "carries a path, so it would match nothing; write the bare host name.";
    }
    if (entry.contains("*")) {
      return "has a wildcard; hosts are matched exactly, list each of them.";
    }
    String name = canonical(entry);
    if (!NAME.matcher(name).matches() && !IPV6.matcher(name).matches()) {
      return "is not a bare host name; write it without port, user or spaces.";
    }
    return null;
  }

  /// Lower case, without brackets and the final dot, international names in their ASCII form.
  private static String canonical(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.startsWith("[") && name.endsWith("]")) {
      name = name.substring(1, name.length() - 1);
    }
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    try {
      return IDN.toASCII(name);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}

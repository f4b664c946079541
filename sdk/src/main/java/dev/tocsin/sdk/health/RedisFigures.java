package dev.tocsin.sdk.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Redis tells about itself in `INFO`: memory, hit rate, clients and keys.
public final class RedisFigures {

  /// The sections of `INFO` that are needed.
  public static final List<String> SECTIONS = List.of("memory", "stats", "clients", "keyspace");

  private static final String UNKNOWN = "unknown";
  private static final Pattern KEYS = Pattern.compile("^db\\d+:keys=(\\d+)", Pattern.MULTILINE);
  private static final double PERCENT = 100;
  private static final double TENTHS = 10;

  private RedisFigures() {}

  /// The figures in the text of the sections; what Redis does not tell is "unknown".
  public static Map<String, Object> of(String information) {
    Map<String, String> lines = new LinkedHashMap<>();
    for (String line : information.split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        lines.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("usedMemory", lines.getOrDefault("used_memory_human", UNKNOWN));
    figures.put(
        "hitRate", hitRate(number(lines, "keyspace_hits"), number(lines, "keyspace_misses")));
    long clients = number(lines, "connected_clients");
    figures.put("connectedClients", clients < 0 ? UNKNOWN : clients);
    figures.put("keys", keys(information));
    return figures;
  }

  /// The share of reads that found their key, in percent with one decimal; unknown before the
  /// first.
  private static Object hitRate(long hits, long misses) {
    if (hits < 0 || misses < 0 || hits + misses == 0) {
      return UNKNOWN;
    }
    return Math.round(TENTHS * PERCENT * hits / (hits + misses)) / TENTHS;
  }

  private static long keys(String information) {
    long keys = 0;
    Matcher database = KEYS.matcher(information);
    while (database.find()) {
      keys += Long.parseLong(database.group(1));
    }
    return keys;
  }

  private static long number(Map<String, String> lines, String name) {
    String value = lines.getOrDefault(name, "");
    return value.matches("\\d{1,18}") ? Long.parseLong(value) : -1;
  }
}

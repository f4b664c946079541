package dev.tocsin.sdk.log;

import java.util.List;

/// Which requests are sampled.
///
/// @param rate share of the requests of a frequent route whose lines are kept, 0 to 1
/// @param routes route templates that are always sampled; a trailing `*` stands for any ending
/// @param frequentPerSecond a route with more requests per second than this, on average over
///   [FrequentRoutes#WINDOW], is sampled too; 0 switches that off
public record SamplingOptions(double rate, List<String> routes, int frequentPerSecond) {

  public static final double DEFAULT_RATE = 0.1;
  public static final int DEFAULT_FREQUENT_PER_SECOND = 50;

  public SamplingOptions {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("The sampling rate must be from 0 to 1, not " + rate);
    }
    if (frequentPerSecond < 0) {
      throw new IllegalArgumentException(
          "The limit of a frequent route must be 0 (off) or more requests per second, not "
              + frequentPerSecond);
    }
    routes = List.copyOf(routes);
  }

  public static SamplingOptions defaults() {
    return new SamplingOptions(DEFAULT_RATE, List.of(), DEFAULT_FREQUENT_PER_SECOND);
  }

  public static SamplingOptions off() {
    return new SamplingOptions(1, List.of(), 0);
  }

  boolean name(String route) {
    return routes.stream().anyMatch(pattern -> matches(pattern, route));
  }

  private static boolean matches(String pattern, String route) {
    return pattern.endsWith("*")
        ? route.startsWith(pattern.substring(0, pattern.length() - 1))
        : route.equals(pattern);
  }
}

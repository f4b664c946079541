package dev.tocsin.server.route;

import dev.tocsin.server.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The section `routing`: who hears what, in Alertmanager's words.
///
/// @param receivers the channels of each receiver
/// @param intervals by name
/// @param escalation whom an incident is told that nobody takes
/// @param configKeys what a key of an application's configuration is needed for
public record RoutingOptions(
    RoutingTree tree,
    Map<String, List<String>> receivers,
    Map<String, List<TimeInterval>> intervals,
    Escalation escalation,
    List<InhibitRule> inhibitions,
    Dependencies dependencies,
    Map<String, List<String>> configKeys) {
  /// What the keys of the usual contract are needed for.
  private static final Map<String, List<String>> USUAL_KEYS =
      Map.ofEntries(
          Map.entry("REDIS_URL", List.of("redis", "cache", "queue", "ratelimit")),
          Map.entry("MONGO_URL", List.of("mongo", "mongodb")),
          Map.entry("DATABASE_URL", List.of("postgresql", "database")),
          Map.entry("STRIPE_SECRET_KEY", List.of("stripe-api", "stripe", "payments")),
          Map.entry("OPENAI_API_KEY", List.of("openai", "llm", "llm-gateway")),
          Map.entry("ANTHROPIC_API_KEY", List.of("anthropic", "llm", "llm-gateway")),
          Map.entry("AI_AGENT_BASE_URL", List.of("ai-agent")),
          Map.entry("IMAGE_PROC_BASE_URL", List.of("image-processing", "image-proc", "images")),
          Map.entry("EXCHANGE_RATE_API_KEY", List.of("fx", "fx-rates", "exchange-rates")),
          Map.entry("SMTP_HOST", List.of("smtp-email", "email")),
          Map.entry("S3_BUCKET", List.of("s3-storage", "storage")));

  public RoutingOptions {
    receivers = Map.copyOf(receivers);
    intervals = Map.copyOf(intervals);
    inhibitions = List.copyOf(inhibitions);
    configKeys = Map.copyOf(configKeys);
  }

  public static RoutingOptions none() {
    return new RoutingOptions(
        RoutingTree.none(),
        Map.of(),
        Map.of(),
        Escalation.none(),
        List.of(),
        Dependencies.none(),
        USUAL_KEYS);
  }

  /// Reads the section `routing`.
  ///
  /// @param channels the names of the configured channels; each is a receiver as well
  public static RoutingOptions read(Settings section, List<String> channels) {
    return new RoutingSettings(section, channels).read();
  }

  static Map<String, List<String>> withUsualKeys(Map<String, List<String>> own) {
    var all = new TreeMap<>(USUAL_KEYS);
    all.putAll(own);
    return all;
  }

  /// The channels of a receiver; that of its name if it is none of ours.
  public List<String> channels(String receiver) {
    return Optional.ofNullable(receivers.get(receiver)).orElse(List.of(receiver));
  }

  /// The intervals of these names, all of them.
  public List<TimeInterval> intervals(List<String> names) {
    return names.stream()
        .flatMap(name -> intervals.getOrDefault(name, List.of()).stream())
        .toList();
  }
}

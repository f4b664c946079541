package dev.tocsin.server.deliver;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Whether the ways to reach people are as the policy wants them: what is required is configured,
/// was tried lately, and does not depend on itself.
public final class ChannelReadiness {
  private static final String MISSING = "must be set, so that this environment can tell of alerts";
  private static final String DECLARED = "must be set, because the policy declares a second way";

  private final DeliveryOptions options;
  private final DeliveryLog log;
  private final BooleanSupplier drillIsOverdue;
  private final InstantSource clock;

  /// Something that keeps a promotion from happening.
  ///
  /// @param key the variable or channel
  /// @param channel which channel cannot be trusted to tell of it; empty if each can
  public record Lack(String key, String reason, String channel) {
    public String text() {
      return key + " " + reason;
    }
  }

  public ChannelReadiness(
      DeliveryOptions options,
      DeliveryLog log,
      BooleanSupplier drillIsOverdue,
      InstantSource clock) {
    this.options = options;
    this.log = log;
    this.drillIsOverdue = drillIsOverdue;
    this.clock = clock;
  }

  /// The environment that this server was told it runs in.
  public String environment() {
    return options.watch().policy().environment();
  }

  public List<Transport> transports() {
    return options.transports();
  }

  /// Whether dead letters were not exercised for too long.
  public boolean isDrillOverdue() {
    return drillIsOverdue.getAsBoolean();
  }

  /// What keeps a promotion from happening; empty when nothing does.
  public List<Lack> lacks() {
    var lacks = new ArrayList<Lack>();
    var policy = options.watch().policy();
    if (policy.primaryRequired()) {
      missing(Transport.PRIMARY, Transport.PRIMARY_CHANNEL, MISSING, lacks);
      independent(lacks);
    }
    if (policy.secondaryRequired()) {
      missing(Transport.SECONDARY, DeliveryOptions.USUAL_SECONDARY, DECLARED, lacks);
      tested(lacks);
    }
    return lacks;
  }

  private void missing(String transport, String channel, String why, List<Lack> lacks) {
    options.transports().stream()
        .filter(it -> it.transport().equals(transport) && !it.isConfigured())
        .forEach(it -> lacks.add(new Lack(it.variable(), why, channel)));
  }

  /// Somebody must be able to tell that the primary way is missing or fails.
  private void independent(List<Lack> lacks) {
    boolean isAlone = options.channelNames().stream().allMatch(Transport.PRIMARY_CHANNEL::equals);
    if (isAlone) {
      var why = "has no channel beside the incident webhook, so nothing could tell of its failure";
      lacks.add(new Lack("delivery.channels", why, ""));
    }
  }

  private void tested(List<Lack> lacks) {
    var name = options.secondary().orElse("");
    if (name.isEmpty()) {
      lacks.add(new Lack("delivery.secondary", DECLARED, ""));
      return;
    }
    var age = options.watch().policy().testAge();
    long since = clock.millis() - age.toMillis();
    if (log.lastGoodTestMillis(name) < since) {
      var why =
          "has no test delivery on record that arrived lately: POST"
              + " /api/v1/monitoring/channels/"
              + name
              + "/test";
      lacks.add(new Lack(name, why, name));
    }
  }
}

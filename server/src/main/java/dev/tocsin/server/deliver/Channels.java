package dev.tocsin.server.deliver;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The channels with what is known of them.
public final class Channels {
  private final DeliveryOptions options;
  private final DeliveryWorker worker;
  private final DeliveryLog log;
  private final Canary canary;

  /// A channel as it stands.
  ///
  /// @param isOpen whether its receiver is not tried at the moment, except to see whether it is
  ///   back
  /// @param lastTest the newest test
  /// @param lastCanary the newest canary page that arrived
  public record Standing(
      String name,
      boolean isSecondary,
      boolean isOpen,
      ChannelHealth health,
      Optional<Delivery> lastTest,
      Optional<Canary.Arrival> lastCanary) {}

  public Channels(DeliveryOptions options, DeliveryWorker worker, DeliveryLog log, Canary canary) {
    this.options = options;
    this.worker = worker;
    this.log = log;
    this.canary = canary;
  }

  /// In the order of the configuration.
  public List<Standing> standings() {
    var health = log.channelHealth();
    var open = worker.openBreakers();
    var arrivals = canary.arrivals();
    return options.channelNames().stream()
        .map(
            name ->
                new Standing(
                    name,
                    options.secondary().equals(Optional.of(name)),
                    open.contains(name),
                    health.getOrDefault(name, ChannelHealth.untried(name)),
                    log.lastTest(name),
                    Optional.ofNullable(arrivals.get(name))))
        .toList();
  }

  public List<Transport> transports() {
    return options.transports();
  }

  public boolean exists(String name) {
    return options.channelNames().contains(name);
  }

  public List<String> canaryChannels() {
    return options.watch().canary().channels();
  }

  /// The last canary pages that arrived, by channel.
  public Map<String, Canary.Arrival> canaries() {
    return canary.arrivals();
  }
}

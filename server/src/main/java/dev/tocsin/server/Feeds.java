package dev.tocsin.server;

import dev.tocsin.server.http.LiveFeed;

/// What open pages listen to. Operators and visitors have a feed each, so that a crowd on the
/// status page takes no operator's place.
record Feeds(LiveFeed operators, LiveFeed visitors) {
  private static final String STATUS = "status";
  private static final String INCIDENTS = "incidents";
  private static final String DELIVERIES = "deliveries";

  Feeds() {
    this(new LiveFeed(), new LiveFeed());
  }

  void publish(String topic) {
    operators.publish(topic);
  }

  /// An incident's timeline tells of its deliveries too.
  void publishIncidents() {
    operators.publish(INCIDENTS);
    operators.publish(DELIVERIES);
  }

  void publishDeliveries() {
    operators.publish(DELIVERIES);
  }

  void publishStatus() {
    operators.publish(STATUS);
    visitors.publish(STATUS);
  }

  void close() {
    operators.close();
    visitors.close();
  }
}

package dev.tocsin.server;

import dev.tocsin.server.http.LiveFeed;

/// What open pages listen to. Operators and visitors have a feed each, so that a crowd on the
/// status page takes no operator's place.
record Feeds(LiveFeed operators, LiveFeed visitors) {
  private static final String STATUS = "status";

  Feeds() {
    this(new LiveFeed(), new LiveFeed());
  }

  void publish(String topic) {
    operators.publish(topic);
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

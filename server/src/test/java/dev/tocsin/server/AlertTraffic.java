package dev.tocsin.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Programs that raise alerts: some post them, each until it was accepted; the series of others go
/// over a threshold. Remembers what was accepted.
final class AlertTraffic {
  static final String POSTED = "Posted";

  /// The rules in [KillBed] that hear of trouble.
  static final List<String> RULES = List.of("Trouble", "TroubleLasts");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int GROUP_LIMIT = 7;

  private final List<KillableServer> servers;
  private final TroubleTarget target;
  private final Random random;
  private final Consumer<KillableServer> accepted;
  private final Runnable sampled;
  private final Set<String> acceptedPosts = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> acceptedItems = new ConcurrentSkipListMap<>();
  private final Map<String, List<String>> openGroups = new TreeMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile Set<String> underWay = Set.of();
  private volatile boolean stopped;
  private int count;

  /// @param accepted told of each accepted post, with who accepted it
  /// @param sampled told when a new sample over the threshold can be queried
  AlertTraffic(
      List<KillableServer> servers,
      TroubleTarget target,
      Random random,
      Consumer<KillableServer> accepted,
      Runnable sampled) {
    this.servers = servers;
    this.target = target;
    this.random = random;
    this.accepted = accepted;
    this.sampled = sampled;
  }

  void start() {
    threads.add(Thread.ofVirtual().start(this::post));
    threads.add(Thread.ofVirtual().start(this::look));
  }

  void stop() {
    stopped = true;
    try {
      for (var thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Every alert that somebody was told is taken: `rule/item`.
  Set<String> accepted() {
    var all = ConcurrentHashMap.<String>newKeySet();
    acceptedPosts.forEach(item -> all.add(id(POSTED, item)));
    acceptedItems.keySet().forEach(item -> RULES.forEach(rule -> all.add(id(rule, item))));
    return all;
  }

  static String id(String rule, String item) {
    return rule + "/" + item;
  }

  Set<String> acceptedPosts() {
    return Set.copyOf(acceptedPosts);
  }

  /// Items whose sample over the threshold was seen, and when.
  Map<String, Long> acceptedItems() {
    return Map.copyOf(acceptedItems);
  }

  /// The items of the post that has no answer yet.
  Set<String> underWay() {
    return underWay;
  }

  private void post() {
    while (!stopped) {
      var next = next();
      while (!stopped && !isAccepted(next)) {
        pause(20);
      }
      pause(60 + random.nextInt(120));
    }
  }

  /// A post, and what is true once it was accepted.
  private record Post(String body, List<String> items, Runnable then) {}

  private Post next() {
    int dice = openGroups.isEmpty() ? 0 : random.nextInt(10);
    if (dice < 6) {
      var group = "posted-" + count++;
      var items = List.of(group + "-1", group + "-2", group + "-3");
      return firing(group, items);
    }
    var groups = List.copyOf(openGroups.keySet());
    var group = groups.get(random.nextInt(groups.size()));
    var items = openGroups.getOrDefault(group, List.of());
    return dice < 8 && items.size() < GROUP_LIMIT
        ? firing(group, List.of(group + "-" + (items.size() + 1)))
        : ending(group, items);
  }

  private Post firing(String group, List<String> items) {
    return new Post(
        body(group, items, ""),
        items,
        () -> {
          openGroups.computeIfAbsent(group, _ -> new ArrayList<>()).addAll(items);
          acceptedPosts.addAll(items);
        });
  }

  private Post ending(String group, List<String> items) {
    var now = Instant.now().toString();
    return new Post(body(group, items, now), List.of(), () -> openGroups.remove(group));
  }

  /// Ends everything that was begun; the servers are well again.
  void endAll() {
    target.endAll();
    for (var group : List.copyOf(openGroups.keySet())) {
      var post = ending(group, openGroups.getOrDefault(group, List.of()));
      while (!isAccepted(post)) {
        pause(20);
      }
    }
  }

  private boolean isAccepted(Post post) {
    var server = servers.get(random.nextInt(servers.size()));
    if (!server.isAlive()) {
      return false;
    }
    underWay = Set.copyOf(post.items());
    if (server.post(post.body()) != 200) {
      return false;
    }
    post.then().run();
    underWay = Set.of();
    accepted.accept(server);
    return true;
  }

  private static String body(String group, List<String> items, String ends) {
    var alerts =
        items.stream()
            .map(
                item -> {
                  var labels =
                      Map.of(
                          "alertname",
                          POSTED,
                          "group",
                          group,
                          "item",
                          item,
                          "severity",
                          "critical");
                  return ends.isEmpty()
                      ? Map.of("labels", labels)
                      : Map.of("labels", labels, "endsAt", ends);
                })
            .toList();
    return JSON.valueToTree(alerts).toString();
  }

  /// A new group of items is in trouble.
  void trouble(String group) {
    target.begin(group, group + "-1");
    target.begin(group, group + "-2");
  }

  /// Looks which samples have arrived.
  private void look() {
    try {
      while (!stopped) {
        for (var server : servers) {
          if (server.isAlive() && learn(server)) {
            sampled.run();
          }
        }
        pause(40);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean learn(KillableServer server) throws InterruptedException {
    boolean news = false;
    for (var series : server.query("trouble > 0")) {
      var item = series.path("metric").path("item").asText();
      news |= acceptedItems.putIfAbsent(item, System.currentTimeMillis()) == null;
    }
    return news;
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(millis * 1_000_000);
  }
}

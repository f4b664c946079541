package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.DatabaseOptions;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.deliver.webhook.WebhookType;
import dev.tocsin.server.incident.Author;
import dev.tocsin.server.incident.IncidentDesk;
import dev.tocsin.server.incident.IncidentTimeline;
import dev.tocsin.server.incident.NewIncident;
import dev.tocsin.server.incident.Severity;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;

/// A measurement: how many notifications a second leave the queue, each of an incident of its own.
final class DeliveryLoad {
  private static final int WARM_UP = 4_000;

  private DeliveryLoad() {}

  /// @param arguments how many, and the address of a receiver; without one, a receiver in here
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    var folder = Files.createTempDirectory("delivery-load");
    try (var sink = new HttpSink();
        var database = Database.open(DatabaseOptions.sqlite(folder))) {
      var url = arguments.length > 1 ? URI.create(arguments[1]) : sink.url();
      run(database, url, count);
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
    System.exit(0);
  }

  @SuppressWarnings("SystemOut")
  private static void run(Database database, URI url, int count) {
    var clock = Clock.systemUTC();
    var ids = new Ids(clock);
    var yaml = "url: " + url + "\nallow_private_addresses: true\n";
    var channel =
        ChannelContract.channel(
            new WebhookType(new OutboundHttp(clock), new Fanout(clock), clock), yaml);
    var options =
        DeliveryOptions.of(List.of(channel), Optional.empty(), DeliveryOptions.Timing.defaults());
    var timeline = new IncidentTimeline(ids, clock, _ -> {});
    var worker = new DeliveryWorker(database, options, timeline, ids, clock, new Random());
    var notifier =
        new Notifier(database, options, worker, URI.create("http://localhost"), ids, clock);
    var desk = new IncidentDesk(database, timeline, _ -> true, List.of(notifier), ids, clock);
    var log = new DeliveryLog(database, worker, clock);
    queue(desk, WARM_UP);
    worker.start();
    await(log);
    worker.stop();
    queue(desk, count);
    double busy = cpuSeconds();
    long start = System.nanoTime();
    worker.start();
    await(log);
    double seconds = (System.nanoTime() - start) / 1e9;
    worker.stop();
    System.out.printf(
        "%d notifications in %.2f s: %.0f/s, %.2f s of the processor, %d dead%n",
        count, seconds, count / seconds, cpuSeconds() - busy, log.figures().deadLetters());
  }

  private static void queue(IncidentDesk desk, int count) {
    for (int i = 0; i < count; i++) {
      var wanted = new NewIncident("Incident " + i, "text", Severity.P2, List.of());
      desk.open(wanted, new Author("user-1", "Ada"));
    }
  }

  private static void await(DeliveryLog log) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> log.figures().pending() == 0);
  }

  private static double cpuSeconds() {
    var used = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    return used.toMillis() / 1e3;
  }
}

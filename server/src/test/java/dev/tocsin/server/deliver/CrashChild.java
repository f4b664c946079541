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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A process that opens incidents and delivers, until it is killed. Prints the id of each incident
/// once its transaction has committed.
final class CrashChild {
  private CrashChild() {}

  /// @param arguments data folder, address of the receiver, how many incidents to open
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws InterruptedException {
    InstantSource clock = Clock.systemUTC();
    var ids = new Ids(clock);
    var database = Database.open(DatabaseOptions.sqlite(Path.of(arguments[0])));
    var yaml =
        "url: " + URI.create(arguments[1]) + "\ntimeout: 2s\nallow_private_addresses: true\n";
    var channel =
        ChannelContract.channel(
            new WebhookType(new OutboundHttp(clock), new Fanout(clock), clock), yaml);
    var retry =
        new RetryPolicy(50, Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMinutes(5));
    var timing = new DeliveryOptions.Timing(retry, Duration.ZERO, Duration.ofSeconds(1));
    var options = DeliveryOptions.of(List.of(channel), Optional.empty(), timing);
    var timeline = new IncidentTimeline(ids, clock, _ -> {});
    var worker = new DeliveryWorker(database, options, timeline, ids, clock, new Random());
    var notifier =
        new Notifier(database, options, worker, URI.create("http://localhost"), ids, clock);
    var desk = new IncidentDesk(database, timeline, _ -> true, List.of(notifier), ids, clock);
    worker.start();
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      var wanted = new NewIncident("Incident " + i, "text", Severity.P1, List.of());
      System.out.println(desk.open(wanted, new Author("user-1", "Ada")).id());
    }
    Thread.currentThread().join();
  }
}

package dev.tocsin.server.probe;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The services of the status page: what they are called, how they do, and how they did.
///
/// The uptime is that of a rolling window of 90 days, today included, from checks that are counted
/// by day (UTC); so it is the same after a restart, and old checks leave it day by day. A day
/// without checks counts as no data and changes nothing.
public final class ServiceStatuses {
  static final int DAYS = 90;

  /// How long the history is kept.
  private static final int HISTORY_DAYS = 400;

  private static final int CHECKS_UNTIL_STALE = 3;
  private static final double PERCENT = 100;

  private final Database database;
  private final InstantSource clock;
  private final Ids ids;
  private final List<StatusListener> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<String, ProbeOptions.Service> declared = Map.of();
  private volatile boolean degradedCountsAsUp;
  private volatile Predicate<String> uncounted = _ -> false;

  public ServiceStatuses(Database database, InstantSource clock, Ids ids) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
  }

  /// Checks of services that this holds for do not count: what is planned is no outage.
  public void leaveOut(Predicate<String> planned) {
    uncounted = planned;
  }

  public void listen(StatusListener listener) {
    listeners.add(listener);
  }

  /// Makes the services of the configuration those of the status page; others are removed from it,
  /// with their history kept for when they return. Call it at the start and after each reload.
  public void declare(ProbeOptions options) {
    var services = new HashMap<String, ProbeOptions.Service>();
    options.services().forEach(service -> services.put(service.name(), service));
    long now = clock.millis();
    database.transaction(
        handle -> {
          var table = new ServiceTable(handle);
          services
              .values()
              .forEach(it -> table.declare(ids.next(), it.name(), it.displayName(), now));
          table.all().stream()
              .map(ServiceTable.Row::name)
              .filter(name -> !services.containsKey(name))
              .forEach(name -> table.remove(name, now));
          return services.size();
        });
    declared = Map.copyOf(services);
    degradedCountsAsUp = options.degradedCountsAsUp();
  }

  public boolean exists(String name) {
    return declared.containsKey(name);
  }

  /// What people call the service; its name when it is not known.
  public String displayName(String name) {
    var service = declared.get(name);
    return service == null ? name : service.displayName();
  }

  /// What people call each service, by name.
  public Map<String, String> displayNames() {
    var names = new TreeMap<String, String>();
    declared.forEach((name, service) -> names.put(name, service.displayName()));
    return names;
  }

  /// All services, by name.
  public List<ServiceState> list() {
    return database.read(
        handle -> {
          var table = new ServiceTable(handle);
          var days = table.days(firstDay());
          return table.all().stream()
              .map(row -> state(row, days.getOrDefault(row.name(), List.of())))
              .toList();
        });
  }

  public Optional<ServiceState> find(String name) {
    return database.read(
        handle -> {
          var table = new ServiceTable(handle);
          return table.find(name).map(row -> state(row, table.days(name, firstDay())));
        });
  }

  /// The latest status changes of a service, the newest first.
  public List<StatusTransition> transitions(String name, int limit) {
    return database.read(handle -> new ServiceTable(handle).transitions(name, limit));
  }

  private long today() {
    return Math.floorDiv(clock.millis(), Duration.ofDays(1).toMillis());
  }

  private long firstDay() {
    return today() - DAYS + 1;
  }

  private ServiceState state(ServiceTable.Row row, List<UptimeDay> found) {
    var service = declared.get(row.name());
    long staleAt =
        service == null ? 0 : service.plan().map(plan -> staleAt(row, plan.timing())).orElse(0L);
    var current =
        new ServiceState.Current(
            row.status(),
            row.sinceMillis(),
            row.lastCheckedAtMillis(),
            staleAt,
            row.remainder().latencyMillis(),
            row.remainder().detail());
    var uptime = new ServiceState.Uptime(percentage(found), complete(found));
    return new ServiceState(row.name(), row.displayName(), current, uptime);
  }

  private static long staleAt(ServiceTable.Row row, ProbeOptions.Timing timing) {
    long patience = CHECKS_UNTIL_STALE * timing.interval().toMillis() + timing.timeout().toMillis();
    return Math.max(1, row.lastCheckedAtMillis() + patience);
  }

  /// One entry per day, with empty ones for the days without checks.
  private List<UptimeDay> complete(List<UptimeDay> found) {
    var byDay = new HashMap<LocalDate, UptimeDay>();
    found.forEach(day -> byDay.put(day.day(), day));
    var days = new ArrayList<UptimeDay>(DAYS);
    for (long epochDay = firstDay(); epochDay <= today(); epochDay++) {
      var date = LocalDate.ofEpochDay(epochDay);
      days.add(byDay.getOrDefault(date, new UptimeDay(date, 0, 0, 0)));
    }
    return days;
  }

  private double percentage(List<UptimeDay> days) {
    long total = 0;
    long good = 0;
    for (var day : days) {
      total += day.total();
      good += day.up() + (degradedCountsAsUp ? day.degraded() : 0);
    }
    return total == 0 ? PERCENT : PERCENT * good / total;
  }

  /// Stores a check.
  ///
  /// @param confirmed whether a bad result may change the status; else it only counts
  /// @return the status that the service has now; absent if it is not a service (any more)
  @Nullable ServiceStatus checked(String name, CheckResult result, boolean confirmed) {
    long now = clock.millis();
    boolean counts = !uncounted.test(name);
    var outcome =
        database.transaction(
            handle -> {
              var table = new ServiceTable(handle);
              if (counts && table.find(name).isPresent()) {
                count(table, name, result);
              }
              return store(table, name, result, confirmed, now);
            });
    outcome
        .flatMap(Outcome::change)
        .ifPresent(change -> listeners.forEach(it -> it.statusChanged(change)));
    return outcome.map(Outcome::status).orElse(null);
  }

  private record Outcome(ServiceStatus status, Optional<StatusChange> change) {}

  private void count(ServiceTable table, String name, CheckResult result) {
    long day = today();
    if (table.days(name, day).isEmpty()) {
      long oldest = day - HISTORY_DAYS;
      table.removeBefore(name, oldest, Duration.ofDays(oldest).toMillis());
    }
    table.count(name, day, result.status());
  }

  private Optional<Outcome> store(
      ServiceTable table, String name, CheckResult result, boolean confirmed, long now) {
    var before = table.find(name).orElse(null);
    if (before == null) {
      return Optional.empty();
    }
    boolean first = before.lastCheckedAtMillis() == 0;
    var status = confirmed || first ? result.status() : before.status();
    var latency = result.answered() ? Math.toIntExact(result.elapsedMillis()) : null;
    var remainder = new ServiceTable.Remainder(latency, result.detail());
    table.update(
        new ServiceTable.Row(name, before.displayName(), status, 0, now, remainder),
        percentage(table.days(name, firstDay())));
    if (!first && status == before.status()) {
      return Optional.of(new Outcome(status, Optional.empty()));
    }
    var change =
        new StatusChange(name, first ? null : before.status(), status, now, result.detail());
    table.addTransition(ids, change);
    return Optional.of(new Outcome(status, Optional.of(change)));
  }
}

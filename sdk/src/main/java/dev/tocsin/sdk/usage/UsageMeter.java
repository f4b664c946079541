package dev.tocsin.sdk.usage;

import dev.tocsin.sdk.metrics.Telemetry;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Admits calls to language models and books what they used.
///
/// The limit per user and day holds across threads and processes, and yet an admission usually asks
/// nobody. The database keeps one row for each user and day: spent and leased. A process leases a
/// twentieth of the limit by one keyed, conditional update (`spent + leased + slice <= limit`) and
/// admits calls out of that slice by a subtraction in memory. A call's cost is taken from the slice
/// before it is made, and replaced by its real cost, in one transaction with its event and the
/// aggregate, when it is settled. So `spent + leased <= limit` holds at every moment; only calls
/// that turn out dearer than reserved can take the sum beyond it. Near the limit slices shrink to
/// the single call. What a dead process had leased returns when the lease expires.
public final class UsageMeter implements AutoCloseable {

  static final int MAX_USER_LENGTH = 200;
  private static final int MAX_BUDGETS = 10_000;
  private static final long DAY_MILLIS = 86_400_000;
  private static final long STORE_PAUSE_MILLIS = 2_000;
  private static final long MAINTENANCE_MILLIS = 5_000;

  private final ModelContract contract;
  private final UsageOptions options;
  private final InstantSource clock;
  private final UsageTable table;
  private final UserBudgets budgets;
  private final PendingBookings pending = new PendingBookings();
  private final UsageMetrics metrics;
  private final ScheduledThreadPoolExecutor maintenance;
  private volatile long storePausedUntilMillis;
  private volatile long forgottenOnEpochDay = Long.MIN_VALUE;

  /// @param ledger its tables exist already
  public UsageMeter(
      ModelContract contract,
      UsageLedger ledger,
      UsageOptions options,
      Telemetry telemetry,
      InstantSource clock) {
    this.contract = contract;
    this.options = options;
    this.clock = clock;
    this.table = new UsageTable(ledger.sql());
    this.budgets = new UserBudgets(new BudgetTable(ledger.sql()), MAX_BUDGETS);
    this.metrics = new UsageMetrics(telemetry, contract, pending::size);
    this.maintenance =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "tocsin-usage");
              thread.setDaemon(true);
              return thread;
            });
  }

  /// Begins to return unused leases and to try again what the database did not take.
  public void start() {
    ScheduledFuture<?> unused =
        maintenance.scheduleWithFixedDelay(
            this::maintain, MAINTENANCE_MILLIS, MAINTENANCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// Asks whether a user may call a model, and sets the cost aside.
  ///
  /// @param user who pays; 1 to 200 characters
  /// @param inputTokens of the prompt, as estimated
  /// @param maxOutputTokens the most that the call may produce
  public Admission reserve(String user, ModelId model, long inputTokens, long maxOutputTokens) {
    if (!contract.allows(model)) {
      return refuse(
          Refusal.MODEL_NOT_ALLOWED,
          "The model is not allowed here; allowed are " + contract.allowed() + ".");
    }
    if (user.isBlank() || user.length() > MAX_USER_LENGTH) {
      return refuse(Refusal.INVALID_USER, "The user must have 1 to 200 characters.");
    }
    long nowMillis = clock.millis();
    long epochDay = Math.floorDiv(nowMillis, DAY_MILLIS);
    TokenPrice price = contract.priceOf(model, epochDay);
    Reservation.Request request = new Reservation.Request(user, model, epochDay, price);
    long limit = options.limit().nanosOf(user);
    if (price == null || limit == DailyLimit.NONE) {
      return new Admission.Admitted(new Reservation(this, request, 0, null));
    }
    TokenUsage most = TokenUsage.estimated(inputTokens, maxOutputTokens);
    return withinLimit(request, price.costOf(most).totalNanos(), limit, nowMillis);
  }

  private Admission withinLimit(
      Reservation.Request request, long nanos, long limit, long nowMillis) {
    UserBudget budget = budgets.of(request.user());
    try {
      Slice slice = budget.takeLocal(nanos, request.epochDay(), nowMillis);
      if (slice == null && nowMillis < storePausedUntilMillis) {
        return unavailable();
      }
      if (slice == null) {
        slice = budget.reserve(nanos, limit, request.epochDay(), nowMillis);
      }
      if (slice == null) {
        return refuse(
            Refusal.DAILY_LIMIT,
            "The day's limit for language models is reached; it starts anew at 00:00 UTC.");
      }
      Reservation.Held held = new Reservation.Held(budget, slice);
      return new Admission.Admitted(new Reservation(this, request, nanos, held));
    } catch (SQLException | RuntimeException e) {
      pauseStore("reserving", e);
      return unavailable();
    }
  }

  private Admission unavailable() {
    return refuse(
        Refusal.STORE_UNAVAILABLE, "The day's limit cannot be checked now; try again later.");
  }

  private Admission refuse(Refusal reason, String message) {
    metrics.refused(reason);
    return new Admission.Refused(reason, message);
  }

  void settle(Reservation reservation, TokenUsage usage) {
    Reservation.Request request = reservation.request();
    TokenPrice price = request.price();
    Cost cost = price == null ? Cost.NOTHING : price.costOf(usage);
    UsageKey key =
        new UsageKey(
            request.user(),
            LocalDate.ofEpochDay(request.epochDay()),
            request.model(),
            usage.source(),
            contract.currency());
    UsageEvent event =
        new UsageEvent(UUID.randomUUID().toString(), clock.millis(), key, usage, cost);
    UsageLog.usage(event);
    metrics.booked(event);
    book(new UsageTable.Booking(event, freed(reservation, cost.totalNanos())));
    if (event.isFree()) {
      raiseZeroCost(request.model());
    }
  }

  private static BudgetTable.@Nullable Return freed(Reservation reservation, long usedNanos) {
    Reservation.Held held = reservation.held();
    if (held == null) {
      return null;
    }
    if (usedNanos < reservation.nanos()) {
      held.budget().released();
    }
    return held.slice().settle(reservation.nanos(), usedNanos);
  }

  private void book(UsageTable.Booking booking) {
    if (clock.millis() >= storePausedUntilMillis && pending.size() == 0) {
      try {
        table.book(booking, false);
        return;
      } catch (SQLException | RuntimeException e) {
        pauseStore("booking, will be tried again", e);
      }
    }
    if (!pending.add(booking)) {
      metrics.lost();
      UsageLog.lost(booking.event());
    }
  }

  void cancel(Reservation reservation) {
    Reservation.Held held = reservation.held();
    if (held == null) {
      return;
    }
    BudgetTable.Return freed = freed(reservation, 0);
    if (freed != null && freed.nanos() > 0) {
      try {
        budgets.table().giveBack(held.slice().budget(), freed);
      } catch (SQLException | RuntimeException e) {
        // The lease expires and is collected then.
        pauseStore("cancelling", e);
      }
    }
  }

  private void raiseZeroCost(ModelId model) {
    String key = ZeroCostAlarm.KEY_PREFIX + model.model();
    try {
      options
          .alarm()
          .raise(
              key,
              "A call to "
                  + model
                  + " was booked at no cost. Give its family a price in "
                  + PricingMatrix.KEY
                  + " or take it out of "
                  + AllowedModels.KEY
                  + ".");
    } catch (RuntimeException e) {
      UsageLog.alarmFailed(key, e);
    }
  }

  private void pauseStore(String what, Exception e) {
    storePausedUntilMillis = clock.millis() + STORE_PAUSE_MILLIS;
    UsageLog.storeFailed(what, e);
  }

  /// Tries pending bookings again and returns the leases of users who have gone.
  void maintain() {
    try {
      pending.flush(table);
      budgets.releaseIdle(clock.millis());
      forgetLeasesOfThePast();
    } catch (SQLException | RuntimeException e) {
      pauseStore(pending.size() + " bookings wait", e);
    }
  }

  /// Once a day. Calls of yesterday may still be settled; what they leased is kept for them.
  private void forgetLeasesOfThePast() throws SQLException {
    long today = Math.floorDiv(clock.millis(), DAY_MILLIS);
    if (today != forgottenOnEpochDay) {
      budgets.table().forgetBefore(LocalDate.ofEpochDay(today - 1).toString());
      forgottenOnEpochDay = today;
    }
  }

  int pendingBookings() {
    return pending.size();
  }

  ModelContract contract() {
    return contract;
  }

  /// Writes what waits and returns all leases.
  @Override
  public void close() {
    maintenance.shutdownNow();
    try {
      pending.flush(table);
      budgets.releaseAll();
    } catch (SQLException | RuntimeException e) {
      UsageLog.storeFailed("closing with " + pending.size() + " bookings left", e);
    }
  }
}

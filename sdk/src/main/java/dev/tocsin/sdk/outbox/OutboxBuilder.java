package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.queue.QueueLimits;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts an [Outbox] together. Only name, database and transport are needed.
public final class OutboxBuilder {

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,59}");

  final String name;
  final DataSource dataSource;
  final Transport transport;
  final List<RecoveryBuffer> buffers = new ArrayList<>();
  OutboxOptions options = OutboxOptions.defaults();
  QueueLimits limits = QueueLimits.defaults();
  OutboxAlerts alerts = new LoggedAlerts();
  TransactionSource transactions = () -> null;
  WorkHeaders headers = Map::of;
  Telemetry telemetry = new Telemetry();
  InstantSource clock = InstantSource.system();

  OutboxBuilder(String name, DataSource dataSource, Transport transport) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "The name of an outbox becomes part of metric names: it must have 1 to 60 characters out"
              + " of a-z, 0-9 and '_', but was '"
              + name
              + "'.");
    }
    this.name = name;
    this.dataSource = dataSource;
    this.transport = transport;
  }

  /// Adds a buffer for the time in which the database is down; the first one added is tried first.
  public OutboxBuilder buffer(RecoveryBuffer buffer) {
    buffers.add(buffer);
    return this;
  }

  public OutboxBuilder options(OutboxOptions options) {
    this.options = options;
    return this;
  }

  /// From when on the waiting events need attention.
  public OutboxBuilder limits(QueueLimits limits) {
    this.limits = limits;
    return this;
  }

  public OutboxBuilder alerts(OutboxAlerts alerts) {
    this.alerts = alerts;
    return this;
  }

  /// Lets [Outbox#publish] join the transaction that the thread is in.
  public OutboxBuilder transactions(TransactionSource transactions) {
    this.transactions = transactions;
    return this;
  }

  /// What else travels with an event, such as the trace; the correlation ids travel anyway.
  public OutboxBuilder headers(WorkHeaders headers) {
    this.headers = headers;
    return this;
  }

  public OutboxBuilder telemetry(Telemetry telemetry) {
    this.telemetry = telemetry;
    return this;
  }

  public OutboxBuilder clock(InstantSource clock) {
    this.clock = clock;
    return this;
  }

  /// Makes the outbox, and its tables when they are absent and the database answers. Without a
  /// database the tables are made by the first run of the relay that reaches it.
  public Outbox build() {
    Outbox outbox = new Outbox(this);
    try {
      outbox.createTables();
    } catch (SQLException e) {
      LOG.warn("The tables of the outbox {} are not made yet: the database fails", name, e);
    }
    return outbox;
  }

  private static final class LoggedAlerts implements OutboxAlerts {

    @Override
    public void raise(String key, String text) {
      LOG.warn("{}: {}", key, text);
    }

    @Override
    public void clear(String key) {
      LOG.info("{} is over", key);
    }
  }
}

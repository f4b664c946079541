package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What receivers call the first message of each incident, so that later messages join it. Channels
/// are made from the configuration before the database is open; until then nothing is remembered.
public final class Threads {
  private final InstantSource clock;
  private volatile @Nullable Database database;

  public Threads(InstantSource clock) {
    this.clock = clock;
  }

  /// From now on it remembers.
  public void open(Database opened) {
    database = opened;
  }

  public Optional<String> find(String channel, String incidentId) {
    var open = database;
    if (open == null) {
      return Optional.empty();
    }
    return open.read(
        handle ->
            handle
                .createQuery(
                    "SELECT reference FROM message_threads"
                        + " WHERE channel = :channel AND incident_id = :incident")
                .bind("channel", channel)
                .bind("incident", incidentId)
                .mapTo(String.class)
                .findOne());
  }

  /// Keeps the first reference of an incident.
  public void keep(String channel, String incidentId, String reference) {
    var open = database;
    if (open != null && !incidentId.isEmpty()) {
      open.transaction(
          transaction ->
              transaction.execute(
                  """
                  INSERT INTO message_threads (channel, incident_id, reference, at)
                  VALUES (?, ?, ?, ?) ON CONFLICT (channel, incident_id) DO NOTHING
                  """,
                  channel,
                  incidentId,
                  reference,
                  clock.millis()));
    }
  }
}

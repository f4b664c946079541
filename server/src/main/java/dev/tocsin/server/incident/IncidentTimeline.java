package dev.tocsin.server.incident;

import dev.tocsin.server.database.Ids;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The lines of all incidents. Writers of one incident take turns by locking its row, so no line is
/// lost and positions have no gaps.
public final class IncidentTimeline {
  /// What the product adds by itself stops here, so that a flapping alert cannot fill the table.
  static final int AUTOMATIC_LIMIT = 2_000;

  private static final int LIMIT = 10_000;

  private final Ids ids;
  private final InstantSource clock;
  private final Consumer<String> grown;

  /// @param grown told the id of an incident after a line of it has become true, also when the line
  ///   is no [IncidentChange], such as a delivery
  public IncidentTimeline(Ids ids, InstantSource clock, Consumer<String> grown) {
    this.ids = ids;
    this.clock = clock;
    this.grown = grown;
  }

  /// Adds what the product did by itself.
  public void append(Handle transaction, String incidentId, String kind, String update) {
    add(transaction, incidentId, new TimelineEntry(clock.millis(), kind, update, null));
  }

  /// Writes down how a message that could not be delivered was dealt with: a decision of a person
  /// comes after what the product did by itself, never before.
  ///
  /// @param isDecision whether a person decided so
  public void deadLetterMode(
      Handle transaction, String incidentId, String mode, boolean isDecision) {
    var unlessDecided = isDecision ? "" : " AND dead_letter_mode IS NULL";
    transaction.execute(
        "UPDATE incident_logs SET dead_letter_mode = ? WHERE id = ?" + unlessDecided,
        mode,
        incidentId);
  }

  void add(Handle transaction, String incidentId, TimelineEntry entry) {
    if (!lock(transaction, incidentId)) {
      return;
    }
    int position = lastPosition(transaction, incidentId) + 1;
    if (position > AUTOMATIC_LIMIT && isChatter(entry)) {
      return;
    }
    if (position > LIMIT) {
      throw IncidentRefusal.conflict("the timeline is full; go on in a new incident");
    }
    transaction
        .createUpdate(
            """
            INSERT INTO incident_timeline
              (id, incident_id, position, at, kind, update_text, author)
            VALUES (:id, :incident, :position, :at, :kind, :update, :author)
            """)
        .bind("id", ids.next())
        .bind("incident", incidentId)
        .bind("position", position)
        .bind("at", entry.atMillis())
        .bind("kind", entry.kind())
        .bind("update", entry.update())
        .bind("author", entry.author())
        .execute();
    transaction.afterCommit(() -> grown.accept(incidentId));
  }

  /// Makes this transaction the only one that changes the incident until it ends.
  boolean lock(Handle transaction, String incidentId) {
    return transaction.execute(
            "UPDATE incident_logs SET updated_at = ? WHERE id = ?", clock.millis(), incidentId)
        == 1;
  }

  private static int lastPosition(Handle transaction, String incidentId) {
    return transaction
        .createQuery(
            """
            SELECT COALESCE(MAX(position), 0) FROM incident_timeline WHERE incident_id = :incident
            """)
        .bind("incident", incidentId)
        .mapTo(Integer.class)
        .one();
  }

  private static boolean isChatter(TimelineEntry entry) {
    return switch (entry.kind()) {
      case TimelineEntry.ALERT_FIRED,
          TimelineEntry.ALERT_RESOLVED,
          TimelineEntry.REMINDED,
          TimelineEntry.ESCALATED,
          TimelineEntry.RELATED,
          TimelineEntry.FLAPPING,
          TimelineEntry.NOTIFICATION_DELIVERED,
          TimelineEntry.NOTIFICATION_FAILED ->
          true;
      default -> false;
    };
  }

  /// A line with the incident that it belongs to.
  record Line(String incidentId, TimelineEntry entry) {}

  static List<Line> read(Handle handle, List<String> incidentIds) {
    return handle
        .createQuery(
            """
            SELECT incident_id, at, kind, update_text, author FROM incident_timeline
            WHERE incident_id IN (<ids>) ORDER BY incident_id, position
            """)
        .bindList("ids", incidentIds)
        .map(
            (row, _) -> {
              @Nullable String author = row.getString("author");
              var entry =
                  new TimelineEntry(
                      row.getLong("at"),
                      row.getString("kind"),
                      row.getString("update_text"),
                      author);
              return new Line(row.getString("incident_id"), entry);
            })
        .list();
  }
}

package dev.tocsin.server.incident;

import dev.tocsin.server.database.Ids;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
    add(transaction, incidentId, automatic(kind, update));
  }

  /// Adds to several incidents what the product did by itself. Callers that may meet each other
  /// name the incidents in one order, so that none waits for another for ever.
  ///
  /// @param updates by the ids of their incidents
  public void appendAll(Handle transaction, String kind, Map<String, List<String>> updates) {
    var known = lockAll(transaction, updates.keySet());
    var lines = new ArrayList<Line>();
    for (var incidentId : known) {
      for (var update : updates.getOrDefault(incidentId, List.of())) {
        lines.add(new Line(incidentId, automatic(kind, update)));
      }
    }
    insert(transaction, lines);
  }

  private TimelineEntry automatic(String kind, String update) {
    return new TimelineEntry(clock.millis(), kind, update, null);
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
    int added = insert(transaction, List.of(new Line(incidentId, entry)));
    if (added == 0 && !isChatter(entry)) {
      throw IncidentRefusal.conflict("the timeline is full; go on in a new incident");
    }
  }

  /// Adds the lines for which there is room; how many. The incidents are locked.
  private int insert(Handle transaction, List<Line> lines) {
    if (lines.isEmpty()) {
      return 0;
    }
    var batch =
        transaction.prepareBatch(
            """
            INSERT INTO incident_timeline
              (id, incident_id, position, at, kind, update_text, author)
            SELECT :id, :incident, COALESCE(MAX(position), 0) + 1, :at, :kind, :update, :author
            FROM incident_timeline WHERE incident_id = :incident
            HAVING COALESCE(MAX(position), 0) < :limit
            """);
    for (var line : lines) {
      var entry = line.entry();
      batch
          .bind("id", ids.next())
          .bind("incident", line.incidentId())
          .bind("at", entry.atMillis())
          .bind("kind", entry.kind())
          .bind("update", entry.update())
          .bind("author", entry.author())
          .bind("limit", isChatter(entry) ? AUTOMATIC_LIMIT : LIMIT)
          .add();
    }
    int added = Arrays.stream(batch.execute()).sum();
    var grownIds = lines.stream().map(Line::incidentId).distinct().toList();
    transaction.afterCommit(() -> grownIds.forEach(grown));
    return added;
  }

  /// Makes this transaction the only one that changes the incident until it ends.
  boolean lock(Handle transaction, String incidentId) {
    return !lockAll(transaction, List.of(incidentId)).isEmpty();
  }

  /// Locks in the order given; those that exist.
  private List<String> lockAll(Handle transaction, Collection<String> incidentIds) {
    if (incidentIds.isEmpty()) {
      return List.of();
    }
    var batch =
        transaction.prepareBatch("UPDATE incident_logs SET updated_at = :now WHERE id = :id");
    incidentIds.forEach(id -> batch.bind("now", clock.millis()).bind("id", id).add());
    var locked = batch.execute();
    var known = new ArrayList<String>();
    int at = 0;
    for (var id : incidentIds) {
      if (locked[at++] == 1) {
        known.add(id);
      }
    }
    return known;
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

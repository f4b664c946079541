package dev.tocsin.server.incident;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Where people work on incidents. Each action locks the incident, so actions of several people
/// happen one after the other and none is lost.
public final class IncidentDesk {
  static final int TEXT_LIMIT = 10_000;

  private final Database database;
  private final IncidentTimeline timeline;
  private final KnownServices services;
  private final List<IncidentListener> listeners;
  private final Ids ids;
  private final InstantSource clock;

  /// A page of incidents and how many there are in all.
  public record Found(List<Incident> incidents, long total) {}

  public IncidentDesk(
      Database database,
      IncidentTimeline timeline,
      KnownServices services,
      List<IncidentListener> listeners,
      Ids ids,
      InstantSource clock) {
    this.database = database;
    this.timeline = timeline;
    this.services = services;
    this.listeners = List.copyOf(listeners);
    this.ids = ids;
    this.clock = clock;
  }

  public Optional<Incident> find(String id) {
    return database.read(handle -> IncidentTable.find(handle, id));
  }

  public Found list(IncidentFilter filter) {
    return database.read(
        handle ->
            new Found(IncidentTable.list(handle, filter), IncidentTable.count(handle, filter)));
  }

  /// The incidents that an alert's series stands in, newest first.
  public List<Incident> withAlert(String fingerprint, int limit) {
    return database.read(handle -> IncidentTable.withAlert(handle, fingerprint, limit));
  }

  /// Everything that is wrong with an incident that somebody wants to open.
  public List<String> errors(NewIncident wanted) {
    return wanted.errors(services);
  }

  /// @throws IncidentRefusal if the input is not usable
  public Incident open(NewIncident wanted, Author author) {
    var errors = errors(wanted);
    if (!errors.isEmpty()) {
      throw IncidentRefusal.invalid(errors);
    }
    var draft = IncidentDraft.byHand(wanted);
    return database.transaction(
        transaction -> {
          var id = insert(transaction, draft).orElseThrow();
          add(transaction, id, TimelineEntry.OPENED, wanted.description(), author);
          return announce(transaction, id, IncidentChange.Opened::new);
        });
  }

  /// Takes the incident on. When somebody has it already, it stays theirs.
  ///
  /// @throws IncidentRefusal if it does not exist or is resolved
  public Incident acknowledge(String id, Author author) {
    return change(
        id,
        (transaction, incident) -> {
          if (incident.isAcknowledged()) {
            return;
          }
          if (!incident.isOpen()) {
            throw IncidentRefusal.conflict("the incident is resolved already");
          }
          IncidentTable.acknowledged(transaction, id, author.id(), clock.millis());
          add(transaction, id, TimelineEntry.ACKNOWLEDGED, "Acknowledged", author);
          announce(transaction, id, IncidentChange.Acknowledged::new);
        });
  }

  /// @throws IncidentRefusal if it does not exist or the text is not usable
  public Incident note(String id, String text, Author author) {
    requireText("update", text);
    return change(
        id,
        (transaction, _) -> {
          add(transaction, id, TimelineEntry.NOTE, text, author);
          announceUpdate(transaction, id);
        });
  }

  /// Sets a status and says why. `RESOLVED` does the same as [#resolve].
  ///
  /// @throws IncidentRefusal if it does not exist, is resolved, or the text is not usable
  public Incident update(String id, IncidentStatus status, String update, Author author) {
    if (status == IncidentStatus.RESOLVED) {
      return resolve(id, update, author);
    }
    requireText("update", update);
    return change(
        id,
        (transaction, incident) -> {
          if (!incident.isOpen()) {
            throw IncidentRefusal.conflict(
                "the incident is resolved; open a new one if the trouble is back");
          }
          IncidentTable.status(transaction, id, status, clock.millis());
          add(transaction, id, TimelineEntry.STATUS, status + ": " + update, author);
          announceUpdate(transaction, id);
        });
  }

  /// Resolves it; an incident that is resolved already stays as it is.
  ///
  /// @param update what to say about it; may be empty
  /// @throws IncidentRefusal if it does not exist or the text is too long
  public Incident resolve(String id, String update, Author author) {
    if (update.length() > TEXT_LIMIT) {
      throw IncidentRefusal.invalid(List.of(lengthRule("update", 0)));
    }
    return change(
        id,
        (transaction, incident) -> {
          if (incident.isOpen()) {
            var text = update.isBlank() ? "Resolved" : "Resolved: " + update;
            resolve(transaction, id, text, author);
          }
        });
  }

  /// @throws IncidentRefusal if it does not exist or the text is no web address
  public Incident postmortem(String id, String url, Author author) {
    var address =
        WebAddress.parse(url)
            .orElseThrow(
                () ->
                    IncidentRefusal.invalid(
                        List.of(
                            "postmortemUrl must be an http or https address without a password,"
                                + " of at most "
                                + WebAddress.LENGTH_LIMIT
                                + " characters")));
    return change(
        id,
        (transaction, incident) -> {
          if (!address.equals(incident.postmortemUrl())) {
            IncidentTable.postmortem(transaction, id, address);
            add(transaction, id, TimelineEntry.POSTMORTEM, "Postmortem: " + address, author);
            announceUpdate(transaction, id);
          }
        });
  }

  /// Stores a new incident; nothing when another open one has its alert key.
  Optional<String> insert(Handle transaction, IncidentDraft draft) {
    var incident = draft.incident(ids.next(), clock.millis());
    return IncidentTable.insert(transaction, incident)
        ? Optional.of(incident.id())
        : Optional.empty();
  }

  void resolve(Handle transaction, String id, String text, @Nullable Author author) {
    IncidentTable.status(transaction, id, IncidentStatus.RESOLVED, clock.millis());
    add(transaction, id, TimelineEntry.RESOLVED, text, author);
    announce(transaction, id, IncidentChange.Resolved::new);
  }

  Incident announceUpdate(Handle transaction, String id) {
    return announce(
        transaction,
        id,
        incident -> new IncidentChange.Updated(incident, incident.timeline().getLast()));
  }

  Incident announce(
      Handle transaction, String id, Function<Incident, ? extends IncidentChange> change) {
    var incident =
        IncidentTable.find(transaction, id).orElseThrow(() -> IncidentRefusal.notFound(id));
    var told = change.apply(incident);
    for (var listener : listeners) {
      listener.incidentChanged(transaction, told);
    }
    return incident;
  }

  private Incident change(String id, BiConsumer<Handle, Incident> action) {
    return database.transaction(
        transaction -> {
          if (!timeline.lock(transaction, id)) {
            throw IncidentRefusal.notFound(id);
          }
          action.accept(transaction, existing(transaction, id));
          return existing(transaction, id);
        });
  }

  private static Incident existing(Handle transaction, String id) {
    return IncidentTable.find(transaction, id).orElseThrow(() -> IncidentRefusal.notFound(id));
  }

  private void add(
      Handle transaction, String id, String kind, String update, @Nullable Author author) {
    var name = author == null ? null : author.name();
    timeline.add(transaction, id, new TimelineEntry(clock.millis(), kind, update, name));
  }

  private static void requireText(String name, String text) {
    if (text.isBlank() || text.length() > TEXT_LIMIT) {
      throw IncidentRefusal.invalid(List.of(lengthRule(name, 1)));
    }
  }

  private static String lengthRule(String name, int least) {
    return name + " must have " + least + " to " + TEXT_LIMIT + " characters";
  }
}

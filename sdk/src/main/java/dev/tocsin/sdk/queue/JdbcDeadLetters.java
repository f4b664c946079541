package dev.tocsin.sdk.queue;

import dev.tocsin.sdk.sql.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Dead letters in the application's database (`tocsin_dead_letters`). A letter leaves the list
/// when somebody has decided, and the decision stays on record.
public final class JdbcDeadLetters implements DeadLetters {

  private static final int MAX_ERROR_LENGTH = 1_000;
  private static final int PURGE_LIMIT = 1_000;

  private final Database database;
  private final String queue;
  private final Resubmission resubmission;
  private final InstantSource clock;

  /// @param resubmission how a replayed event gets back into the queue
  public JdbcDeadLetters(
      Database database, String queue, Resubmission resubmission, InstantSource clock) {
    this.database = database;
    this.queue = queue;
    this.resubmission = resubmission;
    this.clock = clock;
  }

  /// Makes the tables when they are absent.
  public static void createTables(Database database) throws SQLException {
    database.createTables(JdbcDeadLetters.class, "dead-letters.sql");
  }

  /// Gives an event up, within the caller's transaction. An event that was replayed and dies again
  /// needs a new decision.
  public void bury(Connection connection, QueuedEvent event, String error, int attempts)
      throws SQLException {
    String told = error.length() > MAX_ERROR_LENGTH ? error.substring(0, MAX_ERROR_LENGTH) : error;
    if (!buriedAgain(connection, event.id(), told, attempts)) {
      insert(connection, event, told, attempts);
    }
  }

  private boolean buriedAgain(Connection connection, String id, String error, int attempts)
      throws SQLException {
    String sql =
        "UPDATE tocsin_dead_letters SET state = 'OPEN', error = ?, attempts = attempts + ?,"
            + " died_at = ? WHERE queue = ? AND id = ?";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, error);
      statement.setInt(2, attempts);
      statement.setLong(3, QueuedEvent.micros(clock.instant()));
      statement.setString(4, queue);
      statement.setString(5, id);
      return statement.executeUpdate() == 1;
    }
  }

  private void insert(Connection connection, QueuedEvent event, String error, int attempts)
      throws SQLException {
    String sql =
        "INSERT INTO tocsin_dead_letters (queue, id, topic, event_key, payload, headers,"
            + " created_at, error, attempts, died_at, state)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN')";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, queue);
      statement.setString(2, event.id());
      statement.setString(3, event.topic());
      statement.setString(4, event.key());
      statement.setString(5, event.payload());
      statement.setString(6, event.headersJson());
      statement.setLong(7, QueuedEvent.micros(event.createdAt()));
      statement.setString(8, error);
      statement.setInt(9, attempts);
      statement.setLong(10, QueuedEvent.micros(clock.instant()));
      statement.executeUpdate();
    }
  }

  /// Those that wait for a decision.
  public long undecided() throws SQLException {
    return database.inTransaction(this::undecided);
  }

  /// Those that wait for a decision, as the transaction sees them.
  public long undecided(Connection connection) throws SQLException {
    String sql = "SELECT COUNT(*) FROM tocsin_dead_letters WHERE queue = ? AND state = 'OPEN'";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, queue);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  @Override
  public List<DeadLetter> list(int offset, int limit) throws SQLException {
    String where = "AND d.state IN ('OPEN', 'DEFERRED') ORDER BY d.died_at, d.position";
    return database.inTransaction(
        connection -> {
          String sql = DeadLetterRows.SELECT + where + " LIMIT ? OFFSET ?";
          try (PreparedStatement statement = Database.prepare(connection, sql)) {
            statement.setString(1, queue);
            statement.setInt(2, limit);
            statement.setInt(3, offset);
            return DeadLetterRows.read(statement);
          }
        });
  }

  @Override
  public Optional<DeadLetter> find(String id) throws SQLException {
    return database.inTransaction(connection -> find(connection, id));
  }

  private Optional<DeadLetter> find(Connection connection, String id) throws SQLException {
    try (PreparedStatement statement =
        Database.prepare(connection, DeadLetterRows.SELECT + "AND d.id = ?")) {
      statement.setString(1, queue);
      statement.setString(2, id);
      return DeadLetterRows.read(statement).stream().findFirst();
    }
  }

  @Override
  public DecisionOutcome decide(DecisionRequest request) throws SQLException {
    return database.inTransaction(
        connection -> {
          DecisionLog log = new DecisionLog(connection, database.dialect(connection), queue);
          if (request.requestId() != null && !log.isFirst(request.requestId())) {
            List<String> decided = log.decidedBy(request.requestId());
            return new DecisionOutcome(decided, List.of(), undecided(connection));
          }
          return decide(connection, log, request);
        });
  }

  private DecisionOutcome decide(Connection connection, DecisionLog log, DecisionRequest request)
      throws SQLException {
    List<String> ids = request.ids().isEmpty() ? oldest(connection, request) : request.ids();
    List<String> decided = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (String id : ids.stream().distinct().limit(request.limit()).toList()) {
      if (changeState(connection, id, request.choice())) {
        log.add(request, id, clock.instant());
        replay(connection, id, request.choice());
        decided.add(id);
      } else {
        skipped.add(id);
      }
    }
    return new DecisionOutcome(decided, skipped, undecided(connection));
  }

  private List<String> oldest(Connection connection, DecisionRequest request) throws SQLException {
    String sql =
        "SELECT id FROM tocsin_dead_letters WHERE queue = ? AND state = 'OPEN'"
            + " ORDER BY died_at, position LIMIT ?";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, queue);
      statement.setInt(2, request.limit());
      return DeadLetterRows.texts(statement);
    }
  }

  private boolean changeState(Connection connection, String id, DecisionChoice choice)
      throws SQLException {
    String sql =
        "UPDATE tocsin_dead_letters SET state = ? WHERE queue = ? AND id = ?"
            + " AND state IN ('OPEN', 'DEFERRED')";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, choice.name());
      statement.setString(2, queue);
      statement.setString(3, id);
      return statement.executeUpdate() == 1;
    }
  }

  private void replay(Connection connection, String id, DecisionChoice choice) throws SQLException {
    if (choice == DecisionChoice.REPLAYED) {
      DeadLetter letter =
          find(connection, id)
              .orElseThrow(() -> new IllegalStateException("BUG: no dead letter " + id));
      resubmission.put(connection, letter.event());
    }
  }

  /// Deletes old letters that were replayed or handled, a bounded number at a time; their decisions
  /// stay. A letter that nobody decided on is never deleted.
  public int purge(Instant diedBefore) throws SQLException {
    String sql =
        "DELETE FROM tocsin_dead_letters WHERE position IN (SELECT position FROM"
            + " tocsin_dead_letters WHERE queue = ? AND state IN ('REPLAYED', 'HANDLED')"
            + " AND died_at < ? ORDER BY position LIMIT ?)";
    return database.inTransaction(
        connection -> {
          try (PreparedStatement statement = Database.prepare(connection, sql)) {
            statement.setString(1, queue);
            statement.setLong(2, QueuedEvent.micros(diedBefore));
            statement.setInt(3, PURGE_LIMIT);
            return statement.executeUpdate();
          }
        });
  }
}

package dev.tocsin.sdk.queue;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How dead letters are read from their table, each with the latest decision on it.
final class DeadLetterRows {

  static final String SELECT =
      "SELECT d.id, d.topic, d.event_key, d.payload, d.headers, d.created_at, d.error, d.attempts,"
          + " d.died_at, d.state, c.choice, c.who, c.why, c.decided_at FROM tocsin_dead_letters d"
          + " LEFT JOIN tocsin_dead_letter_decisions c ON c.position = (SELECT MAX(l.position)"
          + " FROM tocsin_dead_letter_decisions l WHERE l.queue = d.queue AND l.id = d.id)"
          + " WHERE d.queue = ? ";

  private DeadLetterRows() {}

  static List<DeadLetter> read(PreparedStatement statement) throws SQLException {
    List<DeadLetter> letters = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        letters.add(letter(rows));
      }
    }
    return letters;
  }

  private static DeadLetter letter(ResultSet row) throws SQLException {
    QueuedEvent event = QueuedEvent.ofRow(row, row.getString("topic"));
    return new DeadLetter(
        event,
        row.getString("error"),
        row.getInt("attempts"),
        QueuedEvent.ofMicros(row.getLong("died_at")),
        decision(row));
  }

  private static @Nullable Decision decision(ResultSet row) throws SQLException {
    String choice = row.getString("choice");
    if (choice == null || row.getString("state").equals("OPEN")) {
      return null;
    }
    return new Decision(
        DecisionChoice.valueOf(choice),
        row.getString("who"),
        row.getString("why"),
        QueuedEvent.ofMicros(row.getLong("decided_at")));
  }

  static List<String> texts(PreparedStatement statement) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}

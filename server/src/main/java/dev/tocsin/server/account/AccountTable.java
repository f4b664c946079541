package dev.tocsin.server.account;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.http.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The tables `users`, `sessions` and `api_tokens`.
final class AccountTable {
  private final Database database;

  /// A user with what signing in needs.
  record Credentials(User user, String passwordHash) {}

  /// A session that has not ended.
  record Session(User user, String csrfToken) {}

  /// A token that has not ended.
  record ApiToken(String id, String name, Role role, long createdAtMillis, long expiresAtMillis) {}

  AccountTable(Database database) {
    this.database = database;
  }

  boolean hasUsers() {
    return database.read(
            handle ->
                handle
                    .createQuery("SELECT COUNT(*) FROM users WHERE deleted_at IS NULL")
                    .mapTo(Long.class)
                    .one())
        > 0;
  }

  /// Adds a user; false when the name is taken, also by a user who was removed.
  boolean addUser(User user, String passwordHash) {
    return database.transaction(
            handle ->
                handle.execute(
                    """
                    INSERT INTO users (id, name, password_hash, role, created_at, updated_at)
                    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING
                    """,
                    user.id(),
                    user.name(),
                    passwordHash,
                    user.role().name(),
                    user.createdAtMillis(),
                    user.createdAtMillis()))
        == 1;
  }

  Optional<Credentials> findUser(String name) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM users WHERE name = :name AND deleted_at IS NULL")
                .bind("name", name)
                .map((row, _) -> new Credentials(user(row), row.getString("password_hash")))
                .findOne());
  }

  List<User> users() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM users WHERE deleted_at IS NULL ORDER BY name")
                .map((row, _) -> user(row))
                .list());
  }

  /// Sets a password and ends the user's sessions.
  void setPassword(String userId, String passwordHash, long nowMillis) {
    database.transaction(
        handle -> {
          handle.execute("DELETE FROM sessions WHERE user_id = ?", userId);
          return handle.execute(
              "UPDATE users SET password_hash = ?, updated_at = ? WHERE id = ?",
              passwordHash,
              nowMillis,
              userId);
        });
  }

  /// Removes a user and ends their sessions; false when there is no such user.
  boolean removeUser(String userId, long nowMillis) {
    return database.transaction(
            handle -> {
              handle.execute("DELETE FROM sessions WHERE user_id = ?", userId);
              return handle.execute(
                  "UPDATE users SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL",
                  nowMillis,
                  userId);
            })
        == 1;
  }

  void addSession(String tokenHash, String userId, String csrfToken, long now, long expires) {
    database.transaction(
        handle -> {
          handle.execute("DELETE FROM sessions WHERE expires_at <= ?", now);
          return handle.execute(
              "INSERT INTO sessions (token_hash, user_id, csrf_token, created_at, expires_at)"
                  + " VALUES (?, ?, ?, ?, ?)",
              tokenHash,
              userId,
              csrfToken,
              now,
              expires);
        });
  }

  Optional<Session> findSession(String tokenHash, long nowMillis) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT u.*, s.csrf_token FROM sessions s JOIN users u ON u.id = s.user_id
                    WHERE s.token_hash = :hash AND s.expires_at > :now
                    AND u.deleted_at IS NULL
                    """)
                .bind("hash", tokenHash)
                .bind("now", nowMillis)
                .map((row, _) -> new Session(user(row), row.getString("csrf_token")))
                .findOne());
  }

  void removeSession(String tokenHash) {
    database.transaction(
        handle -> handle.execute("DELETE FROM sessions WHERE token_hash = ?", tokenHash));
  }

  void addApiToken(ApiToken token, String tokenHash, String createdBy) {
    database.transaction(
        handle ->
            handle.execute(
                """
                INSERT INTO api_tokens
                (id, token_hash, name, role, created_by, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                token.id(),
                tokenHash,
                token.name(),
                token.role().name(),
                createdBy,
                token.createdAtMillis(),
                token.expiresAtMillis()));
  }

  Optional<ApiToken> findApiToken(String tokenHash, long nowMillis) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM api_tokens
                    WHERE token_hash = :hash AND expires_at > :now AND deleted_at IS NULL
                    """)
                .bind("hash", tokenHash)
                .bind("now", nowMillis)
                .map((row, _) -> apiToken(row))
                .findOne());
  }

  List<ApiToken> apiTokens() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM api_tokens WHERE deleted_at IS NULL ORDER BY name")
                .map((row, _) -> apiToken(row))
                .list());
  }

  boolean removeApiToken(String id, long nowMillis) {
    return database.transaction(
            handle ->
                handle.execute(
                    "UPDATE api_tokens SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL",
                    nowMillis,
                    id))
        == 1;
  }

  private static User user(ResultSet row) throws SQLException {
    return new User(
        row.getString("id"),
        row.getString("name"),
        Role.valueOf(row.getString("role")),
        row.getLong("created_at"));
  }

  private static ApiToken apiToken(ResultSet row) throws SQLException {
    return new ApiToken(
        row.getString("id"),
        row.getString("name"),
        Role.valueOf(row.getString("role")),
        row.getLong("created_at"),
        row.getLong("expires_at"));
  }
}

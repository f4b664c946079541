package dev.tocsin.marketplace.account;

import dev.tocsin.marketplace.database.Identifiers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The tables `accounts` and `sessions`.
@Component
class AccountTable {
  private final JdbcClient jdbc;
  private final Identifiers identifiers;
  private final InstantSource clock;

  AccountTable(JdbcClient jdbc, Identifiers identifiers, InstantSource clock) {
    this.jdbc = jdbc;
    this.identifiers = identifiers;
    this.clock = clock;
  }

  /// Empty when the e-mail address is taken.
  Optional<Account> insert(String email, String displayName, String passwordHash, Role role) {
    var account = new Account(identifiers.next("acc"), email, displayName, role);
    var rows =
        jdbc.sql(
                """
                insert into accounts (id, email, display_name, password_hash, role,
                                      created_at_millis)
                values (:id, :email, :name, :hash, :role, :now)
                on conflict do nothing
                """)
            .param("id", account.id())
            .param("email", email)
            .param("name", displayName)
            .param("hash", passwordHash)
            .param("role", role.name())
            .param("now", clock.millis())
            .update();
    return rows == 1 ? Optional.of(account) : Optional.empty();
  }

  void update(String email, String passwordHash, Role role) {
    jdbc.sql("update accounts set password_hash = :hash, role = :role where email = :email")
        .param("hash", passwordHash)
        .param("role", role.name())
        .param("email", email)
        .update();
  }

  record Credentials(Account account, String passwordHash) {}

  Optional<Credentials> credentials(String email) {
    return jdbc.sql(
            """
            select id, email, display_name, role, password_hash from accounts
            where email = :email
            """)
        .param("email", email)
        .query((row, _) -> new Credentials(account(row), row.getString("password_hash")))
        .optional();
  }

  void openSession(String keyHash, String accountId, Duration validity) {
    jdbc.sql(
            """
            insert into sessions (key_hash, account_id, expires_at_millis)
            values (:key, :account, :expires)
            """)
        .param("key", keyHash)
        .param("account", accountId)
        .param("expires", clock.millis() + validity.toMillis())
        .update();
  }

  void closeSession(String keyHash) {
    jdbc.sql("delete from sessions where key_hash = :key").param("key", keyHash).update();
  }

  Optional<Account> sessionAccount(String keyHash) {
    return jdbc.sql(
            """
            select a.id, a.email, a.display_name, a.role
            from sessions s join accounts a on a.id = s.account_id
            where s.key_hash = :key and s.expires_at_millis > :now
            """)
        .param("key", keyHash)
        .param("now", clock.millis())
        .query((row, _) -> account(row))
        .optional();
  }

  int forgetExpiredSessions() {
    return jdbc.sql("delete from sessions where expires_at_millis <= :now")
        .param("now", clock.millis())
        .update();
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(
        row.getString("id"),
        row.getString("email"),
        row.getString("display_name"),
        Role.valueOf(row.getString("role")));
  }
}

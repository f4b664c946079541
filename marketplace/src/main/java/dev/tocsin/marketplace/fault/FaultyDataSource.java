package dev.tocsin.marketplace.fault;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// Hands out connections of a pool unless the switch `database` is on. Closing it closes the pool.
public final class FaultyDataSource extends DelegatingDataSource implements AutoCloseable {
  private final HikariDataSource pool;
  private final Switchboard switchboard;

  public FaultyDataSource(HikariDataSource pool, Switchboard switchboard) {
    super(pool);
    this.pool = pool;
    this.switchboard = switchboard;
  }

  @Override
  public Connection getConnection() throws SQLException {
    refuseIfBroken();
    return super.getConnection();
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    refuseIfBroken();
    return super.getConnection(username, password);
  }

  @Override
  public void close() {
    pool.close();
  }

  private void refuseIfBroken() throws SQLException {
    if (switchboard.isOn(Switch.DATABASE)) {
      throw new SQLTransientConnectionException(
          "connection refused: the switch 'database' is on; heal it at /admin/switches");
    }
  }
}

package dev.tocsin.marketplace.fault;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// Hands out connections unless the switch `database` is on.
public final class FaultyDataSource extends DelegatingDataSource {
  private final Switchboard switchboard;

  public FaultyDataSource(DataSource target, Switchboard switchboard) {
    super(target);
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

  private void refuseIfBroken() throws SQLException {
    if (switchboard.isOn(Switch.DATABASE)) {
      throw new SQLTransientConnectionException(
          "connection refused: the switch 'database' is on; heal it at /admin/switches");
    }
  }
}

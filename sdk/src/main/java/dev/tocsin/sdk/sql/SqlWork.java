package dev.tocsin.sdk.sql;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// What happens within a transaction.
@FunctionalInterface
public interface SqlWork<T extends @Nullable Object> {

  T run(Connection connection) throws SQLException;
}

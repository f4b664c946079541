package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.outbox.TransactionSource;
import java.sql.Connection;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The connection that Spring has bound to the thread for the running transaction.
final class SpringTransactionSource implements TransactionSource {

  private final DataSource dataSource;

  SpringTransactionSource(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public @Nullable Connection current() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      return null;
    }
    Object bound = TransactionSynchronizationManager.getResource(dataSource);
    return bound instanceof ConnectionHolder holder ? holder.getConnection() : null;
  }
}

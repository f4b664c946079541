package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.sql.Database;
import java.io.PrintStream;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/// A process that appends events with committed transactions and says so, while its relay sends. It
/// is there to be killed.
final class ShopMain {

  private static final long PAUSE_NANOS = 1_000_000;

  private ShopMain() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(arguments[0]);
    Database database = new Database(dataSource);
    JdbcQueue.createTables(database);
    Outbox outbox =
        Outbox.of("automation", dataSource, new JdbcQueueTransport(database))
            .clock(InstantSource.system())
            .build();
    outbox.start();
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      for (int i = Integer.parseInt(arguments[1]); ; i++) {
        outbox.append(connection, "effects", "k" + i % 3, String.valueOf(i));
        connection.commit();
        out.println(i);
        out.flush();
        // Slow enough that a kill falls between append and relay, not into a long queue.
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}

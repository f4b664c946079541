package dev.tocsin.sdk.usage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.sqlite.SQLiteDataSource;

/// A fresh database of each kind.
enum TestDatabase {
  H2 {
    @Override
    HikariDataSource open() {
      JdbcDataSource database = new JdbcDataSource();
      database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
      return pool(database);
    }
  },
  SQLITE {
    @Override
    HikariDataSource open() throws IOException {
      Path file = Files.createTempFile("tocsin-usage", ".db");
      file.toFile().deleteOnExit();
      SQLiteDataSource database = new SQLiteDataSource();
      database.setUrl("jdbc:sqlite:" + file);
      return pool(database);
    }
  },
  POSTGRESQL {
    @Override
    HikariDataSource open() throws SQLException {
      String name = "usage_" + UUID.randomUUID().toString().replace("-", "");
      try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      }
      return pool(Server.RUNNING.getDatabase("postgres", name));
    }
  };

  abstract HikariDataSource open() throws IOException, SQLException;

  private static HikariDataSource pool(javax.sql.DataSource database) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database);
    config.setMaximumPoolSize(8);
    return new HikariDataSource(config);
  }

  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

package dev.tocsin.sdk.dependency;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.tocsin.sdk.health.HealthCheck;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.IndicatorDescription;
import dev.tocsin.sdk.health.IndicatorKind;
import java.io.Closeable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/// Says `ping` to MongoDB, through a client of its own with one connection.
public final class MongoIndicator {

  public static final String KEY = "MONGO_URL";

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final IndicatorDescription DESCRIPTION =
      IndicatorDescription.external("mongodb", "MongoDB").withTimeout(TIMEOUT.plusSeconds(1));

  private MongoIndicator() {}

  public static ConfiguredIndicator of(ServiceSetting url) {
    return new ConfiguredIndicator(
        DESCRIPTION, IndicatorKind.DATABASE, url, address -> new Ping(client(address)));
  }

  private static MongoClient client(String url) {
    int millis = (int) TIMEOUT.toMillis();
    MongoClientSettings settings =
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(url))
            .applyToClusterSettings(
                cluster -> cluster.serverSelectionTimeout(millis, TimeUnit.MILLISECONDS))
            .applyToConnectionPoolSettings(pool -> pool.minSize(0).maxSize(1))
            .applyToSocketSettings(
                socket ->
                    socket
                        .connectTimeout(millis, TimeUnit.MILLISECONDS)
                        .readTimeout(millis, TimeUnit.MILLISECONDS))
            .build();
    return MongoClients.create(settings);
  }

  /// The check on an open client.
  private record Ping(MongoClient client) implements HealthCheck, Closeable {

    @Override
    public HealthOutcome check() {
      client.getDatabase("admin").runCommand(new Document("ping", 1));
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("cluster", client.getClusterDescription().getType().name());
      details.put("servers", client.getClusterDescription().getServerDescriptions().size());
      return new HealthOutcome.Up(details);
    }

    @Override
    public void close() {
      client.close();
    }
  }
}

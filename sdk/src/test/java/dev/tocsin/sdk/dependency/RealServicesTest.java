package dev.tocsin.sdk.dependency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.mongodb.MongoException;
import com.robothy.s3.rest.LocalS3;
import com.robothy.s3.rest.bootstrap.LocalS3Mode;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.HealthStatus;
import dev.tocsin.sdk.health.RedisIndicator;
import dev.tocsin.sdk.readiness.DeploymentEnvironment;
import dev.tocsin.sdk.readiness.SettingKind;
import dev.tocsin.sdk.testkit.RealRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Indicators against the real service, or a server that speaks its protocol.
class RealServicesTest {

  @Test
  void redisTellsItsFiguresAndThatItIsGone() throws Exception {
    RealRedis server = new RealRedis();
    String url = server.url();
    RedisURI address = RedisURI.create(url);
    address.setTimeout(Duration.ofSeconds(2));
    RedisClient client = RedisClient.create(address);
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      assertEquals("unknown", RedisIndicator.of(url).check().details().get("hitRate"));

      connection.sync().set("a", "1");
      connection.sync().get("a");
      connection.sync().get("a");
      connection.sync().get("a");
      connection.sync().get("absent");
      LettuceIndicator lettuce = new LettuceIndicator(connection);
      for (HealthOutcome outcome :
          new HealthOutcome[] {RedisIndicator.of(url).check(), lettuce.check()}) {
        assertEquals(HealthStatus.UP, outcome.status());
        assertEquals(75.0, outcome.details().get("hitRate"));
        assertEquals(1L, outcome.details().get("keys"));
        assertTrue((long) outcome.details().get("connectedClients") >= 1);
        assertTrue(outcome.details().get("usedMemory").toString().matches("[0-9.]+[BKMG]"));
      }

      server.stop();
      assertThrows(IOException.class, () -> RedisIndicator.of(url).check());
      assertThrows(RedisException.class, lettuce::check);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
      server.close();
    }
  }

  @Test
  void mongoIsPingedAndDownWhenItIsGone() throws Exception {
    MongoServer server = new MongoServer(new MemoryBackend());
    InetSocketAddress address = server.bind();
    String url = "mongodb://localhost:" + address.getPort();
    try (ConfiguredIndicator indicator = MongoIndicator.of(setting(url))) {
      HealthOutcome outcome = indicator.check();
      assertEquals(HealthStatus.UP, outcome.status());
      assertEquals(1, outcome.details().get("servers"));

      server.shutdownNow();
      assertThrows(MongoException.class, indicator::check);
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void storageIsAskedForItsBucket() throws Exception {
    LocalS3 server = LocalS3.builder().mode(LocalS3Mode.IN_MEMORY).port(freePort()).build();
    server.start();
    URI endpoint = URI.create("http://localhost:" + server.getPort());
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.EU_CENTRAL_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "topsecret")))
            .build()) {
      client.createBucket(request -> request.bucket("pictures"));
      HealthOutcome outcome = new StorageIndicator(client, "pictures").check();
      assertEquals(HealthStatus.UP, outcome.status());
      assertEquals("pictures", outcome.details().get("bucket"));
      assertEquals("eu-central-1", outcome.details().get("region"));

      HealthOutcome absent = new StorageIndicator(client, "absent").check();
      assertEquals(HealthStatus.DOWN, absent.status());
      assertEquals("the bucket does not exist", absent.reason());

      server.shutdown();
      assertThrows(
          SdkClientException.class, () -> new StorageIndicator(client, "pictures").check());
    }
  }

  @Test
  void mailServersAreGreetedAndSignedInTo() throws Exception {
    GreenMail server = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));
    server.setUser("shop@localhost", "shop", "topsecret");
    server.start();
    try {
      int port = server.getSmtp().getPort();
      assertEquals(HealthStatus.UP, email(port, null, null).status());
      HealthOutcome signedIn = email(port, "shop", "topsecret");
      assertEquals(HealthStatus.UP, signedIn.status());
      assertEquals("localhost", signedIn.details().get("host"));

      HealthOutcome refused = email(port, "shop", "wrong");
      assertEquals(HealthStatus.DOWN, refused.status());
      assertEquals("the server refused the credentials", refused.reason());
      assertEquals(0, server.getReceivedMessages().length);

      server.stop();
      HealthOutcome gone = email(port, "shop", "topsecret");
      assertEquals(HealthStatus.DOWN, gone.status());
      assertFalse(gone.toString().contains("topsecret"));
    } finally {
      server.stop();
    }
  }

  private static HealthOutcome email(int port, String user, String password) throws Exception {
    return new EmailIndicator(new SmtpAccount("localhost", port, user, password)).check();
  }

  private static ServiceSetting setting(String url) {
    return ServiceSetting.read(
        MongoIndicator.KEY, SettingKind.URL, key -> url, DeploymentEnvironment.LOCAL);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}

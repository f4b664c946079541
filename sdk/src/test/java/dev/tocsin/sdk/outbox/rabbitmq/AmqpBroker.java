package dev.tocsin.sdk.outbox.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.model.SystemConfig;

/// A real broker (Apache Qpid) in this process.
final class AmqpBroker implements AutoCloseable {

  private final int port = freePort();
  private final SystemLauncher launcher = new SystemLauncher();

  AmqpBroker() throws Exception {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("type", "Memory");
    attributes.put(
        "initialConfigurationLocation",
        AmqpBroker.class.getResource("/qpid.json").toExternalForm());
    attributes.put("startupLoggedToSystemOut", false);
    attributes.put("context", Map.of("amqp.port", String.valueOf(port)));
    attributes.put(SystemConfig.QPID_WORK_DIR, System.getProperty("java.io.tmpdir"));
    launcher.startup(attributes);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  ConnectionFactory factory() {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("localhost");
    factory.setPort(port);
    factory.setUsername("guest");
    factory.setPassword("guest");
    factory.setVirtualHost("default");
    return factory;
  }

  @Override
  public void close() {
    launcher.shutdown();
  }
}

package dev.tocsin.sdk.outbox.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Time;

/// A real broker in this process that can be stopped and comes back with its data.
public final class KafkaBroker implements AutoCloseable {

  private final int port = freePort();
  private final Properties properties = new Properties();
  private KafkaRaftServer server;

  public KafkaBroker(Path folder) throws IOException {
    int controllerPort = freePort();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", "1");
    properties.put("controller.quorum.voters", "1@localhost:" + controllerPort);
    properties.put(
        "listeners", "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort);
    properties.put("advertised.listeners", "PLAINTEXT://localhost:" + port);
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("log.dirs", folder.resolve("kafka").toString());
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("num.partitions", "3");
    properties.put("auto.create.topics.enable", "true");
    properties.put("message.max.bytes", "100000");
    format(folder);
    start();
  }

  private void format(Path folder) throws IOException {
    Path file = folder.resolve("kafka.properties");
    try (var out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    String id = Uuid.randomUuid().toString();
    int status =
        StorageTool.execute(
            new String[] {"format", "-t", id, "-c", file.toString()},
            new PrintStream(told, true, StandardCharsets.UTF_8));
    if (status != 0) {
      throw new IllegalStateException(told.toString(StandardCharsets.UTF_8));
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public void start() {
    server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
    server.startup();
  }

  public void stop() {
    server.shutdown();
    server.awaitShutdown();
  }

  public Map<String, Object> clientSettings() {
    return Map.of("bootstrap.servers", "localhost:" + port);
  }

  /// Everything that the topic holds, in the order of each partition.
  public List<ConsumerRecord<String, String>> records(String topic) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            "localhost:" + port,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest");
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  @Override
  public void close() {
    stop();
  }
}

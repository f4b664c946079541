package dev.tocsin.marketplace;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashRecoveryTest {
  private static final Duration START = Duration.ofSeconds(40);

  @TempDir private Path folder;

  private Map<String, String> onFile() {
    return Map.of("marketplace.database.url", "", "marketplace.database.folder", folder.toString());
  }

  @Test
  void anOrderThatWasReservedButNotPaidIsPaidAfterARestart() {
    try (var stripe = new StripeStandIn()) {
      var shop = TestShop.start(stripe, onFile());
      var operator = shop.visitor().with("Authorization", "Bearer " + TestShop.ADMIN_TOKEN);
      operator.json("PUT", "/admin/switches/checkout-stuck", "{\"on\":true}");
      var visitor = shop.visitor();
      var answer = visitor.buy("pm_card_visa");
      assertEquals(202, answer.status());
      var id = answer.data().path("id").asString();
      assertEquals(0, stripe.chargesOf(id));
      shop.stop();

      try (var again = TestShop.start(stripe, onFile())) {
        again.clock().advance(Duration.ofMinutes(1));
        await().until(() -> stripe.chargesOf(id) == 1);
        await().until(() -> again.metric("orders_completed_total") == 1);
      }
      assertEquals(1, stripe.chargesOf(id));
    }
  }

  @Test
  void aReservationFromLongAgoIsCancelledAndNotCharged() {
    try (var stripe = new StripeStandIn();
        var shop = TestShop.start(stripe, onFile())) {
      var operator = shop.visitor().with("Authorization", "Bearer " + TestShop.ADMIN_TOKEN);
      operator.json("PUT", "/admin/switches/checkout-stuck", "{\"on\":true}");
      var visitor = shop.visitor();
      var id = visitor.buy("pm_card_visa").data().path("id").asString();
      shop.clock().advance(Duration.ofHours(1));
      operator.json("PUT", "/admin/switches/checkout-stuck", "{\"on\":false}");
      await().until(() -> visitor.orderStatus(id).equals("CANCELLED"));
      assertEquals(0, stripe.chargesOf(id));
    }
  }

  @Test
  void aShopKilledInTheMiddleOfAPaymentChargesOnceAndCompletesTheOrder() throws Exception {
    try (var stripe = new StripeStandIn()) {
      stripe.mode("late");
      var process = startProcess(stripe);
      try {
        await().atMost(START).until(() -> output().contains("ready at"));
        var visitor = new TestVisitor(output().strip().replaceAll(".*ready at ", ""));
        visitor.add("prd_kaya-mono");
        var interrupted = CompletableFuture.runAsync(() -> visitor.checkOut("pm_card_visa"));
        await().until(() -> stripe.paymentCalls() > 0);
        process.destroyForcibly().waitFor();
        interrupted.exceptionally(_ -> null).join();
      } finally {
        process.destroyForcibly();
      }

      stripe.mode("ok");
      try (var again = TestShop.start(stripe, onFile())) {
        again.clock().advance(Duration.ofMinutes(1));
        await().until(() -> again.metric("orders_completed_total") == 1);
      }
      assertEquals(1, stripe.totalCharges());
    }
  }

  private String output() throws IOException {
    var file = folder.resolve("output.txt");
    return Files.exists(file)
        ? Files.readString(file)
            .lines()
            .filter(it -> it.contains("ready at"))
            .findFirst()
            .orElse("")
        : "";
  }

  private Process startProcess(StripeStandIn stripe) throws IOException {
    var settings = new HashMap<>(TestShop.quick(stripe));
    settings.putAll(onFile());
    settings.put("marketplace.payment.timeout", "20s");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add(Marketplace.class.getName());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output.txt").toFile())
        .start();
  }
}

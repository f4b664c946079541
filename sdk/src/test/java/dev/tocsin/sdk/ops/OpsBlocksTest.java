package dev.tocsin.sdk.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.tocsin.sdk.readiness.ConfigContract;
import dev.tocsin.sdk.readiness.ConfigReadiness;
import dev.tocsin.sdk.readiness.DeploymentEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpsBlocksTest {

  private static final Duration SHORT = Duration.ofMillis(50);
  private static final BlockReport FINE =
      new BlockReport(Verdict.GREEN, List.of(), Map.of("open", 3));

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final InstantSource clock = now::get;
  private final CountDownLatch never = new CountDownLatch(1);
  private final List<OpsBlocks> made = new ArrayList<>();
  private final ObjectMapper json = new ObjectMapper();

  @AfterEach
  void close() {
    never.countDown();
    made.forEach(OpsBlocks::close);
  }

  @Test
  void theWorstBlockDecidesAndEveryReasonNamesItsBlock() throws IOException {
    JsonNode answer =
        answer(
            blocks(
                block("checkout", () -> FINE),
                block(
                    "images",
                    () -> new BlockReport(Verdict.AMBER, List.of("slow"), Map.of("depth", 7)))));

    assertEquals("AMBER", answer.path("verdict").asText());
    assertEquals("[\"images: slow\"]", answer.path("reasons").toString());
    assertEquals("GREEN", answer.at("/blocks/checkout/verdict").asText());
    assertEquals(3, answer.at("/blocks/checkout/fields/open").asInt());
    assertEquals("1970-01-01T00:00:00Z", answer.at("/blocks/checkout/collectedAt").asText());
  }

  @Test
  void aBlockThatHangsOrThrowsIsRedAndHidesNoOther() throws IOException {
    JsonNode answer =
        answer(
            blocks(
                block(
                    "hanging",
                    () -> {
                      never.await();
                      return FINE;
                    }),
                block(
                    "throwing",
                    () -> {
                      throw new IllegalStateException("password=topsecret");
                    }),
                block("checkout", () -> FINE)));

    assertEquals("RED", answer.path("verdict").asText());
    assertEquals(
        "could not be collected: no answer within 50 ms",
        answer.at("/blocks/hanging/reasons/0").asText());
    assertEquals(
        "could not be collected: IllegalStateException",
        answer.at("/blocks/throwing/reasons/0").asText());
    assertTrue(answer.at("/blocks/throwing/ageSeconds").isNull());
    assertFalse(answer.toString().contains("topsecret"));
    assertEquals("GREEN", answer.at("/blocks/checkout/verdict").asText());
  }

  @Test
  void contentThatCannotBeWrittenOrIsTooLargeSpoilsItsBlockOnly() throws IOException {
    JsonNode answer =
        answer(
            blocks(
                block(
                    "strange",
                    () -> new BlockReport(Verdict.GREEN, List.of(), Map.of("x", new Object()))),
                block(
                    "large",
                    () ->
                        new BlockReport(
                            Verdict.GREEN,
                            List.of(),
                            Map.of("x", "x".repeat(BlockRun.MAX_CONTENT_CHARACTERS)))),
                block("checkout", () -> FINE)));

    assertEquals("RED", answer.at("/blocks/strange/verdict").asText());
    assertEquals("RED", answer.at("/blocks/large/verdict").asText());
    assertEquals("GREEN", answer.at("/blocks/checkout/verdict").asText());
  }

  @Test
  void theLastGoodContentIsKeptWithItsAge() throws IOException {
    AtomicReference<Callable<BlockReport>> work = new AtomicReference<>(() -> FINE);
    OpsBlocks blocks = blocks(block("checkout", () -> work.get().call()));
    assertEquals("GREEN", answer(blocks).path("verdict").asText());

    work.set(
        () -> {
          throw new IOException("gone");
        });
    now.set(Instant.EPOCH.plusSeconds(90));
    JsonNode block = answer(blocks).at("/blocks/checkout");

    assertEquals("RED", block.path("verdict").asText());
    assertEquals(3, block.at("/fields/open").asInt());
    assertEquals(90, block.path("ageSeconds").asDouble());
    assertEquals("1970-01-01T00:01:30Z", block.path("attemptedAt").asText());
  }

  @Test
  void aFloodOfQuestionsCollectsOncePerCacheTime() {
    AtomicInteger collections = new AtomicInteger();
    OpsBlocks blocks =
        blocks(
            block(
                "checkout",
                () -> {
                  collections.incrementAndGet();
                  return FINE;
                }));
    List<CompletableFuture<String>> flood = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      flood.add(CompletableFuture.supplyAsync(blocks::json));
    }
    flood.forEach(CompletableFuture::join);
    assertEquals(1, collections.get());

    now.set(Instant.EPOCH.plus(OpsBlock.DEFAULT_CACHE_TIME));
    blocks.json();
    assertEquals(2, collections.get());
  }

  @Test
  void theRealAnswerHasTheFormOfThePublishedSchema() throws IOException {
    OpsBlocks blocks = real(List.of("configReadiness", "incidentTransport.primaryTokenConfigured"));

    assertEquals(Set.of(), problems(blocks));
  }

  @Test
  void anExpectedBlockOrFieldThatIsMissingBreaksTheContract() throws IOException {
    OpsBlocks blocks = real(List.of("catalog", "incidentTransport.lastTestAt"));
    JsonNode answer = answer(blocks);

    assertEquals("RED", answer.path("verdict").asText());
    assertEquals("RED", answer.at("/blocks/catalog/verdict").asText());
    assertEquals(
        "[\"catalog\",\"incidentTransport.lastTestAt\"]",
        answer.at("/contract/missing").toString());
    assertFalse(problems(blocks).isEmpty());
  }

  @Test
  void anAnswerWithoutAMandatoryBlockFailsTheSchema() throws IOException {
    OpsBlocks blocks = blocks(block("checkout", () -> FINE));

    assertTrue(problems(blocks).toString().contains("incidentTransport"));
  }

  @Test
  void theSchemaInTheJarIsThePublishedOne() throws IOException {
    Path published =
        Path.of(System.getProperty("tocsin.root"), "docs/formats/health-ops.schema.json");

    assertEquals(Files.readString(published), schemaText());
  }

  @Test
  void blocksNeedNamesOfTheirOwn() {
    assertThrows(
        IllegalArgumentException.class,
        () -> OpsBlocks.of(List.of(block("a", () -> FINE), block("a", () -> FINE))));
  }

  private OpsBlocks real(List<String> expected) {
    ConfigReadiness readiness =
        new ConfigReadiness(
            ConfigContract.standard(), key -> null, DeploymentEnvironment.of("production"));
    OpsBlocks blocks =
        new OpsBlocks(
            List.of(
                readiness.configBlock(),
                readiness.transportBlock(),
                block("checkoutLifecycle", () -> FINE)),
            expected,
            clock);
    made.add(blocks);
    return blocks;
  }

  private Set<ValidationMessage> problems(OpsBlocks blocks) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schemaText());
    return schema.validate(json.readTree(blocks.json()));
  }

  private static String schemaText() throws IOException {
    try (InputStream stream = OpsBlocks.class.getResourceAsStream(OpsBlocks.SCHEMA_RESOURCE)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private JsonNode answer(OpsBlocks blocks) throws IOException {
    return json.readTree(blocks.json());
  }

  private OpsBlocks blocks(OpsBlock... blocks) {
    OpsBlocks all = new OpsBlocks(List.of(blocks), List.of(), clock);
    made.add(all);
    return all;
  }

  private static OpsBlock block(String name, Callable<BlockReport> work) {
    return new OpsBlock() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public BlockReport collect() throws Exception {
        return work.call();
      }

      @Override
      public Duration timeout() {
        return name.equals("hanging") ? SHORT : DEFAULT_TIMEOUT;
      }
    };
  }
}

package dev.tocsin.sdk.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProviderClientsTest {

  private final AtomicInteger standIns = new AtomicInteger();

  private String client(Deployment deployment, Map<String, String> environment) {
    return new ProviderClients(deployment, environment::get)
        .client("openai", key -> "real " + key, () -> "stand-in " + standIns.incrementAndGet());
  }

  @Test
  void aDeployedProcessNeverMakesAStandIn() {
    for (Map<String, String> environment :
        Set.of(Map.<String, String>of(), Map.of("OPENAI_API_KEY", " "))) {
      LlmConfigurationException refused =
          assertThrows(
              LlmConfigurationException.class, () -> client(Deployment.DEPLOYED, environment));
      assertEquals(1, refused.problems().size());
    }
    assertEquals(0, standIns.get());
    assertEquals("real k", client(Deployment.DEPLOYED, Map.of("OPENAI_API_KEY", "k")));
    assertEquals("real k", client(Deployment.LOCAL, Map.of("OPENAI_API_KEY", "k")));
    assertEquals("stand-in 1", client(Deployment.LOCAL, Map.of()));
  }

  @Test
  void theStartNamesAllKeysThatAreMissing() {
    Set<ModelId> allowed =
        Set.of(
            ModelId.parse("openai/gpt-4o"),
            ModelId.parse("anthropic/claude-haiku"),
            ModelId.parse("my-host/llama"));
    ProviderClients clients = new ProviderClients(Deployment.DEPLOYED, name -> null);
    LlmConfigurationException refused =
        assertThrows(LlmConfigurationException.class, () -> clients.requireKeys(allowed));
    assertEquals(
        Set.of("ANTHROPIC_API_KEY", "MY_HOST_API_KEY", "OPENAI_API_KEY"),
        Set.copyOf(refused.problems().stream().map(text -> text.split(" ")[0]).toList()));
    new ProviderClients(Deployment.LOCAL, name -> null).requireKeys(allowed);
    new ProviderClients(Deployment.DEPLOYED, name -> "key").requireKeys(allowed);
  }
}

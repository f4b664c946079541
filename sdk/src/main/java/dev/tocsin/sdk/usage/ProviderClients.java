package dev.tocsin.sdk.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes the clients of providers, and fails closed: where real users are, a missing key stops the
/// start and a stand-in is never made.
public final class ProviderClients {

  private static final Map<String, String> KNOWN_KEYS =
      Map.of("openai", "OPENAI_API_KEY", "anthropic", "ANTHROPIC_API_KEY");

  private final Deployment deployment;
  private final Function<String, @Nullable String> environment;

  /// @param environment the value of a variable, null when it is not set; `System::getenv`
  public ProviderClients(Deployment deployment, Function<String, @Nullable String> environment) {
    this.deployment = deployment;
    this.environment = environment;
  }

  /// Checks that every provider of an allowed model has its key; call it at start.
  ///
  /// @throws LlmConfigurationException when deployed and keys are missing, naming all of them
  public void requireKeys(Set<ModelId> allowed) {
    if (deployment == Deployment.LOCAL) {
      return;
    }
    List<String> problems = new ArrayList<>();
    Set<String> providers = new TreeSet<>();
    allowed.forEach(model -> providers.add(model.provider()));
    for (String provider : providers) {
      if (keyOf(provider) == null) {
        problems.add(missing(provider));
      }
    }
    if (!problems.isEmpty()) {
      throw new LlmConfigurationException(problems);
    }
  }

  /// The client of a provider.
  ///
  /// @param real makes it from the key
  /// @param standIn makes one that answers by itself, for development only
  /// @throws LlmConfigurationException when deployed and the key is missing
  public <C> C client(String provider, Function<String, C> real, Supplier<C> standIn) {
    String key = keyOf(provider);
    if (key != null) {
      return real.apply(key);
    }
    if (deployment == Deployment.DEPLOYED) {
      throw new LlmConfigurationException(List.of(missing(provider)));
    }
    return standIn.get();
  }

  /// The variable that holds a provider's key: `OPENAI_API_KEY`.
  public static String keyName(String provider) {
    String usual = provider.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_API_KEY";
    return KNOWN_KEYS.getOrDefault(provider, usual);
  }

  private @Nullable String keyOf(String provider) {
    String key = environment.apply(keyName(provider));
    return key == null || key.isBlank() ? null : key;
  }

  private static String missing(String provider) {
    return keyName(provider)
        + " is not set, but models of "
        + provider
        + " are allowed; set it or take them out of "
        + AllowedModels.KEY
        + ".";
  }
}

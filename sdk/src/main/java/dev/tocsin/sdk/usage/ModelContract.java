package dev.tocsin.sdk.usage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which models may be used and what they cost: the content of `LLM_ALLOWED_MODELS_JSON` and
/// `LLM_MODEL_PRICING_MATRIX_JSON`, checked.
public final class ModelContract {

  private final String currency;
  private final Map<ModelId, List<TokenPrice>> priced;

  private ModelContract(String currency, Map<ModelId, List<TokenPrice>> priced) {
    this.currency = currency;
    this.priced = priced;
  }

  /// Reads and checks both keys.
  ///
  /// @param pricingMatrix content of `LLM_MODEL_PRICING_MATRIX_JSON`; null when it is not set
  /// @param allowedModels content of `LLM_ALLOWED_MODELS_JSON`; null when it is not set
  /// @param today the day on which allowed models must have a price
  /// @throws LlmConfigurationException with all problems; a model without a price is one of them
  ///   when deployed
  public static ModelContract read(
      @Nullable String pricingMatrix,
      @Nullable String allowedModels,
      Deployment deployment,
      LocalDate today) {
    PricingMatrix matrix = new PricingMatrix();
    AllowedModels allowed = new AllowedModels();
    PriceList prices =
        pricingMatrix != null ? matrix.read(pricingMatrix) : new PriceList("USD", List.of());
    Set<ModelId> models = allowedModels != null ? allowed.read(allowedModels) : Set.of();
    List<String> problems = new ArrayList<>(matrix.problems());
    problems.addAll(allowed.problems());

    ModelContract contract = new ModelContract(prices.currency(), price(models, prices));
    if (deployment == Deployment.DEPLOYED) {
      contract.withoutPrice(today).forEach(model -> problems.add(missingPrice(model, today)));
    }
    if (!problems.isEmpty()) {
      throw new LlmConfigurationException(problems);
    }
    return contract;
  }

  /// The models that may be called, in the order of the key.
  public Set<ModelId> allowed() {
    return priced.keySet();
  }

  /// A digest of the prices in force for the allowed models, so that two processes, or a process
  /// and a file, can be compared: SHA-256 in lower-case hexadecimal, the same in every order.
  public String pricingHash() {
    StringBuilder text = new StringBuilder(currency);
    priced.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
        .forEach(
            entry -> {
              text.append('\n').append(entry.getKey());
              entry.getValue().forEach(price -> text.append(' ').append(price));
            });
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("BUG: every Java platform has SHA-256", e);
    }
  }

  /// ISO 4217.
  public String currency() {
    return currency;
  }

  /// Allowed models that nothing on that day gives a price for.
  public List<ModelId> withoutPrice(LocalDate day) {
    return priced.keySet().stream()
        .filter(model -> priceOf(model, day.toEpochDay()) == null)
        .toList();
  }

  boolean allows(ModelId model) {
    return priced.containsKey(model);
  }

  @Nullable TokenPrice priceOf(ModelId model, long epochDay) {
    List<TokenPrice> prices = priced.getOrDefault(model, List.of());
    for (int i = 0; i < prices.size(); i++) {
      TokenPrice price = prices.get(i);
      if (price.validFrom().toEpochDay() <= epochDay) {
        return price;
      }
    }
    return null;
  }

  private static Map<ModelId, List<TokenPrice>> price(Set<ModelId> models, PriceList prices) {
    Map<ModelId, List<TokenPrice>> priced = new LinkedHashMap<>();
    models.forEach(model -> priced.put(model, prices.pricesOf(model)));
    return priced;
  }

  private static String missingPrice(ModelId model, LocalDate today) {
    return AllowedModels.KEY
        + ": "
        + model
        + " is allowed but has no price on "
        + today
        + "; add its family to "
        + PricingMatrix.KEY
        + " or take the model out.";
  }
}

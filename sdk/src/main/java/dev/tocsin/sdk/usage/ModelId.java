package dev.tocsin.sdk.usage;

import java.util.Objects;
import java.util.regex.Pattern;

/// A model of a provider: `openai/gpt-4o-mini`.
///
/// @param provider lower case, as in the pricing matrix
/// @param model the name under which the provider knows it
public record ModelId(String provider, String model) {

  static final int MAX_LENGTH = 100;
  private static final Pattern PROVIDER = Pattern.compile("[a-z0-9][a-z0-9._-]{0,49}");
  private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/-]{0,99}");

  public ModelId {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(model, "model");
  }

  /// The model of the text `provider/model`.
  ///
  /// @throws IllegalArgumentException when it is written otherwise
  public static ModelId parse(String text) {
    int slash = text.indexOf('/');
    if (slash > 0) {
      ModelId id = new ModelId(text.substring(0, slash), text.substring(slash + 1));
      if (id.isWellFormed()) {
        return id;
      }
    }
    throw new IllegalArgumentException("A model is written provider/model: openai/gpt-4o-mini.");
  }

  boolean isWellFormed() {
    return PROVIDER.matcher(provider).matches() && MODEL.matcher(model).matches();
  }

  @Override
  public String toString() {
    return provider + "/" + model;
  }
}

package dev.tocsin.sdk.usage;

import java.util.Locale;

/// Why a call was refused.
public enum Refusal {
  /// The model is not in `LLM_ALLOWED_MODELS_JSON`.
  MODEL_NOT_ALLOWED,
  /// The user has spent the day's amount, or the call might go beyond it.
  DAILY_LIMIT,
  /// The user's name is empty or too long.
  INVALID_USER,
  /// The limit could not be checked because the database does not answer.
  STORE_UNAVAILABLE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

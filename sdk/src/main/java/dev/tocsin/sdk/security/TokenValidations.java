package dev.tocsin.sdk.security;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.Telemetry;

/// Counts validated access tokens as `auth_token_validations_total{mode}`. A share of `remote` that
/// grows tells of a cache that is lost, `local` that vanishes of a key that is missing.
public final class TokenValidations {

  private final CounterFamily validations;

  public TokenValidations(Telemetry telemetry) {
    validations = telemetry.counter("auth_token_validations_total");
    for (TokenValidation mode : TokenValidation.values()) {
      validations.declare(mode.label());
    }
  }

  /// A token was validated, whatever the outcome.
  public void record(TokenValidation mode) {
    validations.increment(mode.label());
  }
}

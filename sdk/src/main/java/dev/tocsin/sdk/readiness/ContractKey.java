package dev.tocsin.sdk.readiness;

/// One key of a contract.
///
/// @param required whether a deployed environment must have it; an optional one may be missing, but
///   not be invalid
/// @param feature who owns it, as operators name that part of the product
public record ContractKey(String name, SettingKind kind, boolean required, String feature) {

  public ContractKey {
    if (name.isBlank() || feature.isBlank()) {
      throw new IllegalArgumentException("A key of the contract needs a name and a feature.");
    }
  }
}

package dev.tocsin.sdk.policy;

import com.fasterxml.jackson.databind.JsonNode;

/// A value with which the application runs that is not the one that was decided.
public record PolicyDifference(String policy, String value, JsonNode governed, JsonNode effective) {

  @Override
  public String toString() {
    return policy + "." + value + " is " + effective + " and was decided to be " + governed;
  }
}

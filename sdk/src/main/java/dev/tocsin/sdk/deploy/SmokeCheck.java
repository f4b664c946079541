package dev.tocsin.sdk.deploy;

/// What a [SmokeTest] does.
@FunctionalInterface
public interface SmokeCheck {

  SmokeOutcome run() throws Exception;
}

package dev.tocsin.sdk.deploy;

import dev.tocsin.sdk.ops.OpsEndpoint;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.OpsResponse;

/// `POST /ops/smoke` runs the tests now and answers 200 with [SmokeReport#json()], whatever they
/// found; it never ends the process.
public final class SmokeEndpoint implements OpsEndpoint {

  private final SmokeSuite suite;

  public SmokeEndpoint(SmokeSuite suite) {
    this.suite = suite;
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public String path() {
    return "/ops/smoke";
  }

  @Override
  public OpsResponse answer(OpsRequest request) {
    return OpsResponse.json(200, suite.runSmokeTests().json());
  }
}

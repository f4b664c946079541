package dev.tocsin.sdk.deploy;

record SimpleSmokeTest(String name, SmokeCheck check) implements SmokeTest {

  @Override
  public SmokeOutcome run() throws Exception {
    return check.run();
  }
}

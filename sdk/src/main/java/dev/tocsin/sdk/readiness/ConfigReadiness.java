package dev.tocsin.sdk.readiness;

import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Compares settings with a contract, and tells operators in two blocks.
public final class ConfigReadiness {

  private final ConfigContract contract;
  private final Settings settings;
  private final DeploymentEnvironment environment;
  private final @Nullable TestDeliveries deliveries;

  /// For settings of which no test delivery can be known: those of a file.
  public ConfigReadiness(
      ConfigContract contract, Settings settings, DeploymentEnvironment environment) {
    this(contract, settings, environment, null);
  }

  /// @param deliveries asked when the contract declares a second way for incidents
  public ConfigReadiness(
      ConfigContract contract,
      Settings settings,
      DeploymentEnvironment environment,
      @Nullable TestDeliveries deliveries) {
    this.deliveries = deliveries;
    this.contract = contract;
    this.settings = settings;
    this.environment = environment;
  }

  /// Looks at every key now.
  public ReadinessVerdict verdict() {
    List<KeyVerdict> keys =
        contract.keys().stream().map(key -> KeyVerdict.of(key, settings, environment)).toList();
    return new ReadinessVerdict(
        contract,
        environment,
        keys,
        IncidentTransport.of(settings, environment),
        AdminTokenValidation.of(settings, environment),
        secondaryTest());
  }

  private @Nullable TestDelivery secondaryTest() {
    return deliveries == null || !contract.secondaryEscalation() ? null : deliveries.onRecord();
  }

  /// The block `configReadiness`: RED when a key breaks the contract.
  public OpsBlock configBlock() {
    return new Block("configReadiness", this::configReport);
  }

  /// The block `incidentTransport`: RED when production, or the policy of any deployed environment,
  /// lacks a way; AMBER when another deployed environment does.
  public OpsBlock transportBlock() {
    return new Block("incidentTransport", this::transportReport);
  }

  private BlockReport configReport() {
    ReadinessVerdict verdict = verdict();
    List<String> reasons = new ArrayList<>();
    for (KeyVerdict key : verdict.keys()) {
      if (key.failed()) {
        reasons.add(key.key().name() + " " + key.check().reason());
      }
    }
    return new BlockReport(
        reasons.isEmpty() ? Verdict.GREEN : Verdict.RED, reasons, verdict.content());
  }

  private BlockReport transportReport() {
    IncidentTransport transport = IncidentTransport.of(settings, environment);
    boolean lacksSecond = contract.secondaryEscalation() && !transport.secondary();
    List<String> reasons = new ArrayList<>();
    if (environment.deployed() && !transport.primary()) {
      reasons.add("the webhook for incidents is not configured completely");
    }
    if (environment.deployed() && lacksSecond) {
      reasons.add("the contract declares a second webhook, which is not configured completely");
    }
    TestDelivery test = secondaryTest();
    if (environment.deployed() && transport.secondary() && test != null && !test.recent()) {
      reasons.add("no test delivery through the second webhook is on record and recent");
    }
    return new BlockReport(transportVerdict(reasons, lacksSecond), reasons, transport.content());
  }

  private Verdict transportVerdict(List<String> reasons, boolean lacksSecond) {
    if (reasons.isEmpty()) {
      return Verdict.GREEN;
    }
    return environment.production() || lacksSecond ? Verdict.RED : Verdict.AMBER;
  }

  /// A block whose work is one of the methods above.
  private record Block(String name, Supplier<BlockReport> report) implements OpsBlock {
    @Override
    public BlockReport collect() {
      return report.get();
    }
  }
}

package dev.tocsin.sdk.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/// A share of the traces that begin here, everything that was chosen elsewhere, and every span that
/// is recorded after the fact. With whole error traces, what was not chosen is recorded too, but
/// not marked as sampled.
final class TraceSampler implements Sampler {

  private final Sampler shares;
  private final SamplingResult notChosen;
  private final boolean recordsAll;

  TraceSampler(double rate, boolean recordAll) {
    this.shares = Sampler.parentBased(Sampler.traceIdRatioBased(rate));
    this.recordsAll = recordAll;
    this.notChosen = recordAll ? SamplingResult.recordOnly() : SamplingResult.drop();
  }

  boolean recordsAll() {
    return recordsAll;
  }

  /// Whether nothing is kept of a trace that has come in with this context, or begins here.
  boolean leavesOut(Context parent, String traceId) {
    return shares
            .shouldSample(
                parent, traceId, "", SpanKind.SERVER, Attributes.empty(), List.<LinkData>of())
            .getDecision()
        == SamplingDecision.DROP;
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    if (parent.get(PresetIds.PRESET) != null) {
      return SamplingResult.recordAndSample();
    }
    SamplingResult result = shares.shouldSample(parent, traceId, name, kind, attributes, links);
    return result.getDecision() == SamplingDecision.DROP ? notChosen : result;
  }

  @Override
  public String getDescription() {
    return "TocsinTraceSampler{" + shares.getDescription() + "}";
  }
}

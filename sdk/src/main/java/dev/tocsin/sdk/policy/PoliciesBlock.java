package dev.tocsin.sdk.policy;

import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The block `policies`: AMBER when the governance file is not usable, an effective value is not
/// the decided one, or a review is overdue.
public final class PoliciesBlock implements OpsBlock {

  private final Policies policies;

  public PoliciesBlock(Policies policies) {
    this.policies = policies;
  }

  @Override
  public String name() {
    return "policies";
  }

  @Override
  public BlockReport collect() {
    List<String> differences = policies.differences().stream().map(Object::toString).toList();
    List<String> overdue = policies.overdueReviews();
    List<String> reasons = new ArrayList<>();
    Map<String, Object> fields = new LinkedHashMap<>();
    Governance governance = policies.governance();
    fields.put("loaded", governance instanceof Governance.Loaded);
    if (governance instanceof Governance.Loaded loaded) {
      fields.put("sha256", loaded.sha256());
    } else if (governance instanceof Governance.Unusable unusable) {
      reasons.add("The governance file is not usable: " + unusable.problems().get(0));
      fields.put("problems", unusable.problems());
    }
    differences.forEach(difference -> reasons.add("The value " + difference + "."));
    overdue.forEach(policy -> reasons.add("The review of the policy " + policy + " is overdue."));
    fields.put("policies", policies.governed().size());
    fields.put("differences", differences);
    fields.put("overdueReviews", overdue);
    return new BlockReport(reasons.isEmpty() ? Verdict.GREEN : Verdict.AMBER, reasons, fields);
  }
}

package dev.tocsin.sdk.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.sdk.ops.OpsEndpoint;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.OpsResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `GET /ops/policies`: the file and its hash, each policy with its governed and effective values,
/// the differences, the overdue reviews. `docs/formats/governance.md` shows an answer.
public final class PoliciesEndpoint implements OpsEndpoint {

  private final Policies policies;

  public PoliciesEndpoint(Policies policies) {
    this.policies = policies;
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String path() {
    return "/ops/policies";
  }

  @Override
  public OpsResponse answer(OpsRequest request) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("file", file(policies.governance()));
    List<String> overdue = policies.overdueReviews();
    Map<String, PolicyRecord> governed = policies.governed();
    Map<String, List<String>> registered = policies.registeredValues();
    Set<String> names = new TreeSet<>(governed.keySet());
    names.addAll(registered.keySet());
    ObjectNode shown = body.putObject("policies");
    for (String name : names) {
      ObjectNode policy = shown.putObject(name);
      PolicyRecord decided = governed.get(name);
      policy.put("governed", decided != null);
      if (decided != null) {
        describe(decided, overdue.contains(name), policy);
      }
      Set<String> values = new TreeSet<>(registered.getOrDefault(name, List.of()));
      if (decided != null) {
        values.addAll(decided.values().keySet());
      }
      ObjectNode shownValues = policy.putObject("values");
      values.forEach(value -> describe(name, value, decided, shownValues.putObject(value)));
    }
    differences(body.putArray("differences"));
    overdue.forEach(body.putArray("overdueReviews")::add);
    return OpsResponse.json(200, body.toString());
  }

  static ObjectNode file(Governance governance) {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    if (governance instanceof Governance.Loaded loaded) {
      file.put("loaded", true).put("path", loaded.path().toString()).put("sha256", loaded.sha256());
    } else if (governance instanceof Governance.Unusable unusable) {
      file.put("loaded", false).put("path", unusable.path().toString());
      if (!unusable.sha256().isEmpty()) {
        file.put("sha256", unusable.sha256());
      }
      unusable.problems().forEach(file.putArray("problems")::add);
    } else {
      file.put("loaded", false);
    }
    return file;
  }

  private static void describe(PolicyRecord decided, boolean overdue, ObjectNode policy) {
    policy
        .put("owner", decided.owner())
        .put("decision", decided.decision())
        .put("lastReviewed", decided.lastReviewed().toString())
        .put("nextReview", decided.nextReview().toString())
        .put("reviewOverdue", overdue)
        .put("dashboardActivated", decided.activation().dashboard())
        .put("pagingActivated", decided.activation().paging());
  }

  private void describe(
      String policy, String value, @Nullable PolicyRecord decided, ObjectNode shown) {
    if (decided != null && decided.values().containsKey(value)) {
      shown.set("governed", decided.values().get(value));
    }
    policies.effective(policy, value).ifPresent(is -> shown.set("effective", is));
  }

  private void differences(ArrayNode list) {
    for (PolicyDifference difference : policies.differences()) {
      list.addObject()
          .put("policy", difference.policy())
          .put("value", difference.value())
          .<ObjectNode>set("governed", difference.governed())
          .set("effective", difference.effective());
    }
  }
}

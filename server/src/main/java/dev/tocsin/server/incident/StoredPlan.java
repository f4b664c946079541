package dev.tocsin.server.incident;

import dev.tocsin.server.database.JsonColumns;
import dev.tocsin.server.route.Plan;
import java.time.Duration;
import java.util.List;

/// A plan as it stands in a column.
record StoredPlan(
    List<Plan.Leg> legs, long groupWaitMillis, long groupIntervalMillis, long repeatMillis) {
  static String write(Plan plan) {
    return JsonColumns.write(
        new StoredPlan(
            plan.legs(),
            plan.groupWait().toMillis(),
            plan.groupInterval().toMillis(),
            plan.repeatInterval().toMillis()));
  }

  /// @param json empty for an incident that is older than plans
  static Plan read(String json) {
    if (json.isEmpty()) {
      return Plan.usual();
    }
    var stored = JsonColumns.read(json, StoredPlan.class);
    return new Plan(
        stored.legs(),
        Duration.ofMillis(stored.groupWaitMillis()),
        Duration.ofMillis(stored.groupIntervalMillis()),
        Duration.ofMillis(stored.repeatMillis()));
  }
}

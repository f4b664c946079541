package dev.tocsin.sdk.lifecycle;

import dev.tocsin.sdk.ops.OpsJson;
import dev.tocsin.sdk.ops.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a look at a stage found, with the limit that held.
record StageView(Stage stage, long items, long stuck, Duration oldestAge) {

  Verdict verdict() {
    return stuck == 0 ? Verdict.GREEN : stage.whenStuck();
  }

  String reason() {
    return String.format(
        "%d in stage %s for longer than %d s, the oldest for %d s.",
        stuck, stage.name(), stage.ageLimit().toSeconds(), oldestAge.toSeconds());
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("stage", stage.name());
    fields.put("items", items);
    fields.put("stuck", stuck);
    fields.put("oldestAgeSeconds", OpsJson.seconds(oldestAge));
    fields.put("ageLimitSeconds", OpsJson.seconds(stage.ageLimit()));
    fields.put("alertKey", stage.alertKey());
    return fields;
  }
}

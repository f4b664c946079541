package dev.tocsin.sdk.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads `LLM_ALLOWED_MODELS_JSON`: a list of `"provider/model"`, or of objects with `provider` and
/// `model`.
final class AllowedModels {

  static final String KEY = "LLM_ALLOWED_MODELS_JSON";

  private final JsonProblems problems = new JsonProblems(KEY);

  Set<ModelId> read(String text) {
    Set<ModelId> allowed = new LinkedHashSet<>();
    JsonNode root = problems.read(text);
    if (root.isMissingNode()) {
      return allowed;
    }
    if (!root.isArray() || root.size() > JsonProblems.MAX_ENTRIES) {
      problems.add("", "must be a list such as [\"openai/gpt-4o-mini\"]");
      return allowed;
    }
    for (int i = 0; i < root.size(); i++) {
      ModelId model = model(root.get(i));
      if (!model.isWellFormed()) {
        problems.add("[" + i + "]", "must be \"provider/model\", such as \"openai/gpt-4o-mini\"");
      } else if (!allowed.add(model)) {
        problems.add("[" + i + "]", "names " + model + " for the second time");
      }
    }
    return allowed;
  }

  List<String> problems() {
    return problems.found();
  }

  private static ModelId model(JsonNode node) {
    if (node.isObject()) {
      return new ModelId(node.path("provider").asText(""), node.path("model").asText(""));
    }
    String text = node.isTextual() ? node.asText() : "";
    int slash = text.indexOf('/');
    return slash < 0
        ? new ModelId("", text)
        : new ModelId(text.substring(0, slash), text.substring(slash + 1));
  }
}

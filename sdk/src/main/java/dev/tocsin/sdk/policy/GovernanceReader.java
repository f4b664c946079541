package dev.tocsin.sdk.policy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads a governance file and collects everything that is wrong with it.
final class GovernanceReader {

  static final int MAX_SIZE_BYTES = 1024 * 1024;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int MAX_PROBLEMS = 50;
  private static final int MAX_POLICIES = 100;
  private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9]{0,63}");
  private static final Set<String> TOP = Set.of("$schema", "version", "policies");
  private static final Set<String> POLICY =
      Set.of(
          "owner",
          "decision",
          "lastReviewed",
          "nextReview",
          "dashboardActivated",
          "pagingActivated",
          "pagingPosture",
          "models",
          "values");
  private static final Set<String> MODEL =
      Set.of("model", "owner", "approvalTicket", "dashboardSlices");
  private static final Set<String> POSTURES = Set.of("degraded-only", "page");

  private final List<String> problems = new ArrayList<>();

  List<String> problems() {
    return problems;
  }

  Map<String, PolicyRecord> read(byte[] content) throws IOException {
    if (content.length > MAX_SIZE_BYTES) {
      problem("", "the file has over " + MAX_SIZE_BYTES + " bytes");
      return Map.of();
    }
    JsonNode root;
    try {
      root = JSON.readTree(content);
    } catch (JsonProcessingException e) {
      problem("", "it is no JSON: " + e.getOriginalMessage());
      return Map.of();
    }
    if (!root.isObject()) {
      problem("", "it holds no JSON object");
      return Map.of();
    }
    refuseUnknown(root, "", TOP);
    if (!root.path("version").isInt() || root.path("version").asInt() != 1) {
      problem("/version", "must be 1");
    }
    return policies(root.path("policies"));
  }

  private Map<String, PolicyRecord> policies(JsonNode json) {
    Map<String, PolicyRecord> policies = new TreeMap<>();
    if (!json.isObject()) {
      problem("/policies", "must be an object of policies by name");
      return policies;
    }
    if (json.size() > MAX_POLICIES) {
      problem("/policies", "holds more than " + MAX_POLICIES + " policies");
      return policies;
    }
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      String at = "/policies/" + entry.getKey();
      if (!NAME.matcher(entry.getKey()).matches()) {
        problem(at, "a policy's name is in camelCase, up to 64 letters and digits");
      } else if (!entry.getValue().isObject()) {
        problem(at, "must be an object");
      } else {
        policies.put(entry.getKey(), policy(at, entry.getKey(), entry.getValue()));
      }
    }
    return policies;
  }

  private PolicyRecord policy(String at, String name, JsonNode json) {
    refuseUnknown(json, at, POLICY);
    Map<String, JsonNode> values = values(at + "/values", json.path("values"));
    posture(at, name, json.path("pagingPosture"), values);
    models(at, name, json.path("models"), values);
    if (name.equals("staleFx") && !isDuration(json.path("values").path("graceWindow"))) {
      problem(at + "/values/graceWindow", "must be an ISO 8601 duration such as PT24H");
    }
    LocalDate lastReviewed = date(at, json, "lastReviewed");
    LocalDate nextReview = date(at, json, "nextReview");
    if (nextReview.isBefore(lastReviewed)) {
      problem(at + "/nextReview", "lies before lastReviewed");
    }
    return new PolicyRecord(
        text(at, json, "owner"),
        text(at, json, "decision"),
        lastReviewed,
        nextReview,
        new PolicyRecord.Activation(
            flag(at, json, "dashboardActivated"), flag(at, json, "pagingActivated")),
        values);
  }

  private Map<String, JsonNode> values(String at, JsonNode json) {
    Map<String, JsonNode> values = new TreeMap<>();
    if (json.isMissingNode()) {
      return values;
    }
    if (!json.isObject()) {
      problem(at, "must be an object of governed values by name");
      return values;
    }
    for (Map.Entry<String, JsonNode> value : json.properties()) {
      String valueAt = at + "/" + value.getKey();
      if (!NAME.matcher(value.getKey()).matches()) {
        problem(valueAt, "a value's name is in camelCase, up to 64 letters and digits");
      } else if (!isGovernable(value.getValue())) {
        problem(valueAt, "must be text, a number, true, false, or a list of these");
      } else {
        values.put(value.getKey(), value.getValue());
      }
    }
    return values;
  }

  private static boolean isGovernable(JsonNode value) {
    if (value.isArray()) {
      for (JsonNode element : value) {
        if (!isScalar(element)) {
          return false;
        }
      }
      return true;
    }
    return isScalar(value);
  }

  private static boolean isScalar(JsonNode value) {
    return value.isTextual() || value.isNumber() || value.isBoolean();
  }

  private void posture(String at, String name, JsonNode json, Map<String, JsonNode> values) {
    if (json.isMissingNode() && !name.equals("placeholderImages")) {
      return;
    }
    if (POSTURES.contains(json.asText())) {
      values.put("pagingPosture", json);
    } else {
      problem(at + "/pagingPosture", "must be degraded-only or page");
    }
  }

  private void models(String at, String name, JsonNode json, Map<String, JsonNode> values) {
    if (json.isMissingNode() && !name.equals("llmRollout")) {
      return;
    }
    if (!json.isArray()) {
      problem(at + "/models", "must be a list of approved models");
      return;
    }
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    int index = 0;
    for (JsonNode model : json) {
      String modelAt = at + "/models/" + index++;
      if (!model.isObject()) {
        problem(modelAt, "must be an object");
        continue;
      }
      refuseUnknown(model, modelAt, MODEL);
      names.add(text(modelAt, model, "model"));
      text(modelAt, model, "owner");
      text(modelAt, model, "approvalTicket");
      if (!model.path("dashboardSlices").isArray()) {
        problem(modelAt + "/dashboardSlices", "must be a list of dashboard slices");
      }
    }
    values.put("models", names);
  }

  private String text(String at, JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (!value.isTextual() || value.asText().isBlank()) {
      problem(at + "/" + key, "is missing or blank");
    }
    return value.asText();
  }

  private LocalDate date(String at, JsonNode json, String key) {
    try {
      return LocalDate.parse(json.path(key).asText());
    } catch (DateTimeException e) {
      problem(at + "/" + key, "must be a date such as 2026-05-01");
      return LocalDate.EPOCH;
    }
  }

  private boolean flag(String at, JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (!value.isMissingNode() && !value.isBoolean()) {
      problem(at + "/" + key, "must be true or false");
    }
    return value.asBoolean();
  }

  private static boolean isDuration(JsonNode value) {
    try {
      return !Duration.parse(value.asText()).isNegative();
    } catch (DateTimeException e) {
      return false;
    }
  }

  private void refuseUnknown(JsonNode json, String at, Set<String> known) {
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      if (!known.contains(entry.getKey())) {
        problem(
            at + "/" + entry.getKey(), "is unknown; known are " + known.stream().sorted().toList());
      }
    }
  }

  private void problem(String at, String what) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add((at.isEmpty() ? "/" : at) + ": " + what);
    }
  }
}

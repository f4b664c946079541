package dev.tocsin.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// `docs/openapi.yaml`, with as much of JSON Schema as the document uses: it says where a value
/// does not fit. Members that a schema does not name are faults, too, because answers have none.
final class OpenApiDocument {
  private static final Path FILE = Path.of("../docs/openapi.yaml");

  private final JsonNode root;

  private OpenApiDocument(JsonNode root) {
    this.root = root;
  }

  static OpenApiDocument read() throws IOException {
    var settings = LoadSettings.builder().setLabel(FILE.toString()).build();
    var loaded = new Load(settings).loadFromString(Files.readString(FILE));
    return new OpenApiDocument(new ObjectMapper().valueToTree(loaded));
  }

  JsonNode root() {
    return root;
  }

  /// Each operation by its method and path, as in `GET /api/v1/users`.
  Map<String, JsonNode> operations() {
    var operations = new LinkedHashMap<String, JsonNode>();
    for (var path : root.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        var method = operation.getKey().toUpperCase(java.util.Locale.ROOT);
        operations.put(method + " " + path.getKey(), operation.getValue());
      }
    }
    return operations;
  }

  /// The node itself, or what its `$ref` points to; a missing node when that is nowhere.
  JsonNode resolved(JsonNode node) {
    var reference = node.path("$ref").asText("");
    if (reference.isEmpty()) {
      return node;
    }
    return reference.startsWith("#/")
        ? resolved(root.at(reference.substring(1)))
        : JsonNodeFactory.instance.missingNode();
  }

  /// The schema of an operation's JSON answer; missing when it has none.
  JsonNode answerSchema(JsonNode operation, int status) {
    return resolved(operation.path("responses").path(Integer.toString(status)))
        .path("content")
        .path("application/json")
        .path("schema");
  }

  /// Where and how a value does not fit a schema.
  List<String> faults(JsonNode schema, JsonNode value) {
    var faults = new ArrayList<String>();
    check(schema, value, "", faults);
    return faults;
  }

  private void check(JsonNode reference, JsonNode value, String at, List<String> faults) {
    var schema = resolved(reference);
    if (schema.has("const") && !schema.get("const").equals(value)) {
      faults.add(at + " is not " + schema.get("const"));
    }
    if (schema.has("enum") && !contains(schema.get("enum"), value)) {
      faults.add(at + " is " + value + ", which is none of " + schema.get("enum"));
    }
    if (schema.has("type") && !hasType(schema.get("type"), value)) {
      faults.add(at + " is " + value.getNodeType() + ", not " + schema.get("type"));
    }
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        var inner = schema.path("prefixItems").path(i);
        check(inner.isMissingNode() ? schema.path("items") : inner, value.get(i), at + i, faults);
      }
    }
    if (value.isObject()) {
      checkMembers(schema, value, at, faults);
    }
  }

  private void checkMembers(JsonNode schema, JsonNode value, String at, List<String> faults) {
    var members = new LinkedHashMap<String, List<JsonNode>>();
    var required = new ArrayList<String>();
    collect(schema, members, required);
    for (var name : required) {
      if (!value.has(name)) {
        faults.add(at + "/" + name + " is missing");
      }
    }
    var others = schema.path("additionalProperties");
    for (var member : value.properties()) {
      var place = at + "/" + member.getKey();
      if (members.containsKey(member.getKey())) {
        members.get(member.getKey()).forEach(it -> check(it, member.getValue(), place, faults));
      } else if (!others.isMissingNode()) {
        check(others, member.getValue(), place, faults);
      } else if (!members.isEmpty()) {
        faults.add(place + " is not in the document");
      }
    }
  }

  /// The members of a schema and of all that it consists of.
  private void collect(
      JsonNode reference, Map<String, List<JsonNode>> members, List<String> required) {
    var schema = resolved(reference);
    for (var member : schema.path("properties").properties()) {
      members.computeIfAbsent(member.getKey(), _ -> new ArrayList<>()).add(member.getValue());
    }
    schema.path("required").forEach(name -> required.add(name.asText()));
    schema.path("allOf").forEach(part -> collect(part, members, required));
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (var each : values) {
      if (each.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasType(JsonNode types, JsonNode value) {
    if (types.isArray()) {
      for (var type : types) {
        if (hasType(type, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (types.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> false;
    };
  }
}

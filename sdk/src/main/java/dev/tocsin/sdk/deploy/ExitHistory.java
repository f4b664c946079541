package dev.tocsin.sdk.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.sdk.state.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The exits of former processes and their reasons, oldest first.
final class ExitHistory {

  private static final int MAX_KEPT = 50;
  private static final int MAX_REASON_LENGTH = 2_000;

  private final StateFile file;

  ExitHistory(Path path) {
    this.file = new StateFile(path);
  }

  Path path() {
    return file.path();
  }

  List<Exit> all() throws IOException {
    List<Exit> exits = new ArrayList<>();
    JsonNode kept = file.read().map(content -> content.path("exits")).orElse(null);
    if (kept != null) {
      for (JsonNode entry : kept) {
        add(entry, exits);
      }
    }
    return exits;
  }

  void add(Exit exit) throws IOException {
    List<Exit> exits = all();
    exits.add(exit);
    ArrayNode kept = JsonNodeFactory.instance.arrayNode();
    for (Exit entry : exits.subList(Math.max(0, exits.size() - MAX_KEPT), exits.size())) {
      kept.addObject().put("at", entry.at().toString()).put("reason", bounded(entry.reason()));
    }
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.set("exits", kept);
    file.write(content);
  }

  private static String bounded(String reason) {
    return reason.length() <= MAX_REASON_LENGTH ? reason : reason.substring(0, MAX_REASON_LENGTH);
  }

  private static void add(JsonNode entry, List<Exit> exits) {
    try {
      exits.add(new Exit(Instant.parse(entry.path("at").asText()), entry.path("reason").asText()));
    } catch (DateTimeException e) {
      // An entry that somebody broke by hand says nothing about when; it cannot count.
      return;
    }
  }

  record Exit(Instant at, String reason) {}
}

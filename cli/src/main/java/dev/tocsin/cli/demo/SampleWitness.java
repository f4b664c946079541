package dev.tocsin.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Remembers samples that the server has shown, and looks for them again after it was killed.
final class SampleWitness {
  private static final String QUERY = "http_requests_total{job=\"marketplace\"}[2m]";

  private final ServerApi server;

  /// What was seen: one query at one time, and its samples.
  record Testimony(String atSeconds, Set<String> samples) {}

  SampleWitness(ServerApi server) {
    this.server = server;
  }

  Testimony look() {
    var at = server.query("time()").at("/data/result/1").asText("0");
    return new Testimony(at, samples(at));
  }

  /// What was seen then and is not there now.
  List<String> lost(Testimony earlier) {
    var now = samples(earlier.atSeconds());
    var lost = new ArrayList<String>();
    for (var sample : earlier.samples()) {
      if (!now.contains(sample)) {
        lost.add(sample);
      }
    }
    return lost;
  }

  private Set<String> samples(String atSeconds) {
    var samples = new HashSet<String>();
    for (JsonNode series : server.queryAt(QUERY, atSeconds).at("/data/result")) {
      for (JsonNode sample : series.path("values")) {
        samples.add(series.path("metric") + " " + sample);
      }
    }
    return samples;
  }
}

package dev.tocsin.server.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IncidentOptionsTest {
  private final Problems problems = new Problems();

  private IncidentOptions read(String yaml) {
    return IncidentOptions.read(ConfigFile.parse("tocsin.yml", yaml, Map.of(), problems));
  }

  @Test
  void theDefaultsOpenForTheTwoWorstSeverities() {
    assertEquals(
        new IncidentOptions(Set.of(Severity.P1, Severity.P2), Duration.ZERO, Duration.ofDays(400)),
        read(""));
  }

  @Test
  void settingsAreTaken() {
    assertEquals(
        new IncidentOptions(Set.of(Severity.P3), Duration.ofMinutes(2), Duration.ofDays(400)),
        read("open_for: [p3]\nresolve_after: 2m\n"));
    assertEquals(List.of(), problems.list());
  }

  @Test
  void everyWrongSettingIsReported() {
    read("open_for: [P0]\nresolve_after: never\nopen: all\n");

    assertEquals(
        List.of("open_for", "resolve_after", "open"),
        problems.list().stream().map(Problem::key).toList());
  }
}

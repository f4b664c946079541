package dev.tocsin.server.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertOptionsTest {
  private final Problems problems = new Problems();

  private AlertOptions read(String text) {
    return AlertOptions.read(ConfigFile.parseLiteral("t.yml", text, problems));
  }

  @Test
  void haveDefaults() {
    assertEquals(AlertOptions.defaults(), read(""));
    assertEquals(
        new AlertOptions(
            Duration.ZERO,
            Duration.ofDays(90),
            100_000,
            Duration.ofMinutes(5),
            new AlertOptions.Flapping(4, Duration.ofHours(1), Duration.ofMinutes(10)),
            Duration.ofHours(1)),
        AlertOptions.defaults());
  }

  @Test
  void areRead() {
    assertEquals(
        new AlertOptions(
            Duration.ofMinutes(30),
            Duration.ofDays(7),
            5,
            Duration.ofMinutes(1),
            new AlertOptions.Flapping(0, Duration.ofHours(2), Duration.ofMinutes(3)),
            Duration.ofMinutes(7)),
        read(
            """
            no_data_hold: 7m
            cooldown: 30m
            history_retention: 7d
            open_limit: 5
            resolve_timeout: 1m
            flapping_ends: 0
            flapping_within: 2h
            flapping_quiet: 3m
            """));
    assertEquals(List.of(), problems.list());
  }

  @Test
  void reportEveryProblem() {
    read("cooldown: 2w\nhistory_retention: 1h\nopen_limit: none\nlimit: 5");
    assertEquals(
        List.of(
            "t.yml:1:1: cooldown: \"2w\" is out of bounds; use 0s to 7d",
            "t.yml:2:1: history_retention: \"1h\" is out of bounds; use 1d to 3650d",
            "t.yml:3:1: open_limit: \"none\" is not usable; use a number from 1 to 1000000",
            "t.yml:4:1: limit: is unknown; remove it or use one of cooldown, history_retention,"
                + " open_limit, no_data_hold, resolve_timeout, flapping_ends, flapping_within,"
                + " flapping_quiet"),
        problems.list().stream().map(Problem::toString).toList());
  }
}

package dev.tocsin.server.silence;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.Mute;
import dev.tocsin.server.alert.ReceivedAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The JSON of Alertmanager's API, version 2.
///
/// Source: `api/v2/openapi.yaml` of Alertmanager 0.25.
final class AlertmanagerShapes {
  private AlertmanagerShapes() {}

  /// An alert as a client sends it.
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Posted(
      @Nullable Map<String, String> labels,
      @Nullable Map<String, String> annotations,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      @Nullable String generatorURL) {
    private static final int URL_LIMIT = 2_000;

    /// Alertmanager's defaults: it starts now, and ends after the resolve timeout.
    ReceivedAlert received(long nowMillis, Duration resolveTimeout) {
      long ends = millis(endsAt, nowMillis + resolveTimeout.toMillis());
      long starts = millis(startsAt, Math.min(nowMillis, ends));
      var all = filled(labels);
      var url = generatorURL == null || generatorURL.length() > URL_LIMIT ? "" : generatorURL;
      return new ReceivedAlert(
          ReceivedAlert.alertmanagerApi(url),
          all.getOrDefault("alertname", "unnamed"),
          all,
          filled(annotations),
          starts,
          ends);
    }

    /// An absent time and Go's zero time both mean that none was given.
    private static long millis(@Nullable Instant instant, long fallback) {
      return instant == null || instant.toEpochMilli() <= 0 ? fallback : instant.toEpochMilli();
    }

    /// An empty value is the same as none.
    private static Map<String, String> filled(@Nullable Map<String, String> texts) {
      var filled = new HashMap<String, String>();
      if (texts != null) {
        texts.forEach(
            (name, value) -> {
              if (value != null && !value.isEmpty()) {
                filled.put(name, value);
              }
            });
      }
      return filled;
    }
  }

  /// An alert as a client gets it.
  record Gettable(
      Map<String, String> labels,
      Map<String, String> annotations,
      List<Receiver> receivers,
      String fingerprint,
      Instant startsAt,
      Instant endsAt,
      Instant updatedAt,
      String generatorURL,
      Status status) {
    static Gettable of(Alert alert, List<Mute> mutes, List<Receiver> receivers, long farMillis) {
      long ends =
          alert.resolvedAtMillis() != 0 ? alert.resolvedAtMillis() : alert.details().endsAtMillis();
      return new Gettable(
          new TreeMap<>(alert.labels()),
          new TreeMap<>(alert.annotations()),
          receivers,
          alert.fingerprint(),
          Instant.ofEpochMilli(alert.activeSinceMillis()),
          Instant.ofEpochMilli(ends == 0 ? farMillis : ends),
          Instant.ofEpochMilli(alert.lastEvaluatedMillis()),
          alert.details().generatorUrl(),
          Status.of(mutes));
    }
  }

  /// @param state `active` or `suppressed`
  record Status(String state, List<String> silencedBy, List<String> inhibitedBy) {
    static Status of(List<Mute> mutes) {
      return new Status(
          mutes.isEmpty() ? "active" : "suppressed",
          mutes.stream().filter(it -> it.kind() != Mute.Kind.INHIBITION).map(Mute::id).toList(),
          mutes.stream().filter(it -> it.kind() == Mute.Kind.INHIBITION).map(Mute::id).toList());
    }
  }

  record Receiver(String name) {}

  record Group(Map<String, String> labels, Receiver receiver, List<Gettable> alerts) {}

  /// A silence as a client sends it.
  @JsonIgnoreProperties(ignoreUnknown = true)
  record PostedSilence(
      @Nullable String id,
      @Nullable List<SilenceMatcher> matchers,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      @Nullable String createdBy,
      @Nullable String comment) {}

  record GettableSilence(
      String id,
      SilenceStatus status,
      Instant updatedAt,
      String comment,
      String createdBy,
      Instant endsAt,
      List<SilenceMatcher> matchers,
      Instant startsAt) {
    static GettableSilence of(Silence silence, long nowMillis) {
      return new GettableSilence(
          silence.id(),
          new SilenceStatus(silence.state(nowMillis).name().toLowerCase(java.util.Locale.ROOT)),
          Instant.ofEpochMilli(silence.updatedAtMillis()),
          silence.reason(),
          silence.author(),
          Instant.ofEpochMilli(silence.endsAtMillis()),
          silence.matchers().stream().map(SilenceMatcher::of).toList(),
          Instant.ofEpochMilli(silence.startsAtMillis()));
    }
  }

  record SilenceStatus(String state) {}

  record SilenceId(String silenceID) {}

  record ServerStatus(Cluster cluster, VersionInfo versionInfo, Config config, Instant uptime) {}

  record Cluster(String name, String status, List<Object> peers) {}

  record Config(String original) {}

  record VersionInfo(
      String version,
      String revision,
      String branch,
      String buildUser,
      String buildDate,
      String goVersion) {}
}

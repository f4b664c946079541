package dev.tocsin.server.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.ManualClock;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.deliver.email.EmailType;
import dev.tocsin.server.deliver.pagerduty.PagerDutyType;
import dev.tocsin.server.deliver.slack.SlackType;
import dev.tocsin.server.deliver.webhook.WebhookType;
import dev.tocsin.server.incident.Severity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveryOptionsTest {
  private final Problems problems = new Problems();

  private DeliveryOptions read(String yaml, Map<String, String> environment) {
    var clock = new ManualClock();
    var http = new OutboundHttp(clock);
    var types =
        List.of(
            new WebhookType(http, new Fanout(clock), clock),
            new SlackType(http, new Threads(clock)),
            new PagerDutyType(http),
            new EmailType(clock));
    var settings = ConfigFile.parse("tocsin.yml", yaml, environment, problems);
    return DeliveryOptions.read(settings, types, environment);
  }

  @Test
  void withoutAnySettingNobodyIsTold() {
    var options = read("", Map.of());

    assertTrue(problems.isEmpty(), problems.list()::toString);
    assertEquals(List.of(), options.channelNames());
    assertEquals(RetryPolicy.defaults(), options.timing().retry());
  }

  @Test
  void theEnvironmentAloneConfiguresChannels() {
    var options =
        read(
            "",
            Map.of(
                "INCIDENT_ALERT_WEBHOOK_URL", "https://a.example/in",
                "INCIDENT_ALERT_WEBHOOK_BEARER_TOKEN", "t",
                "INCIDENT_ALERT_SECONDARY_WEBHOOK_URL", "https://b.example/in",
                "SLACK_WEBHOOK_URL", "https://hooks.example/x",
                "PAGERDUTY_INTEGRATION_KEY", "k",
                "ALERT_EMAIL_RECIPIENTS", "a@b.example, c@d.example",
                "SMTP_HOST", "mail.example"));

    assertTrue(problems.isEmpty(), problems.list()::toString);
    assertEquals(
        List.of("incident-webhook", "incident-webhook-secondary", "slack", "pagerduty", "email"),
        options.channelNames());
    assertEquals("incident-webhook-secondary", options.secondary().orElseThrow());
    assertEquals(
        Set.of("incident-webhook", "slack", "pagerduty", "email"),
        options.routing().channels(ChangeKind.OPENED, Severity.P1));
    assertEquals(
        Set.of("incident-webhook"), options.routing().channels(ChangeKind.UPDATED, Severity.P1));
  }

  @Test
  void routesSendSeveritiesAndChangesToChannels() {
    var options =
        read(
            """
            channels:
              - {name: chat, type: slack, url: "https://hooks.example/x"}
              - {name: hook, type: webhook, url: "https://a.example/"}
            routes:
              - {severities: [P1], channels: [chat, hook]}
              - {changes: [resolved], channels: [hook]}
            """,
            Map.of("SLACK_WEBHOOK_URL", "https://hooks.example/not-twice"));

    assertTrue(problems.isEmpty(), problems.list()::toString);
    assertEquals(
        Set.of("chat", "hook"), options.routing().channels(ChangeKind.OPENED, Severity.P1));
    assertEquals(Set.of(), options.routing().channels(ChangeKind.OPENED, Severity.P2));
    assertEquals(Set.of("hook"), options.routing().channels(ChangeKind.RESOLVED, Severity.P2));
    assertEquals(Set.of("hook"), options.routing().channels(ChangeKind.ACKNOWLEDGED, Severity.P1));
  }

  @Test
  void everyProblemIsReportedWithItsKey() {
    read(
        """
        attempts: 0
        secondary: nowhere
        colour: red
        channels:
          - {name: UPPER, type: slack}
          - {name: a, type: pigeon}
          - {name: b, type: slack, url: "ftp://x"}
          - {name: c, type: email, to: [nonsense], port: 25}
          - {name: d, type: pagerduty, extra: 1}
        routes:
          - {severities: [P9], changes: [exploded], channels: [zzz]}
        """,
        Map.of());

    var keys = problems.list().stream().map(Problem::key).toList();
    assertEquals(
        Set.of(
            "attempts",
            "secondary",
            "colour",
            "channels[0].name",
            "channels[1].type",
            "channels[2].url",
            "channels[3].host",
            "channels[3].to",
            "channels[4].integration_key",
            "channels[4].extra",
            "routes[0].severities",
            "routes[0].changes",
            "routes[0].channels"),
        Set.copyOf(keys));
  }
}

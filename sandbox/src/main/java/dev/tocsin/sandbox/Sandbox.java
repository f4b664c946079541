package dev.tocsin.sandbox;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/// All stand-ins on two ports of this machine's loopback address: one for HTTP, one for mail.
///
/// Services live under `/stripe/v1/`, `/slack/services/`, `/pagerduty/v2/enqueue` and
/// `/incident-webhook`; `/_control` breaks and heals them; `/_inbox/{service}` tells what they
/// accepted; `/` is a page for people.
public final class Sandbox implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  private final Switchboard switchboard;
  private final StripeEvents events;
  private final HttpFront http;
  private final SmtpFront smtp;

  private Sandbox(Switchboard switchboard, StripeEvents events, HttpFront http, SmtpFront smtp) {
    this.switchboard = switchboard;
    this.events = events;
    this.http = http;
    this.smtp = smtp;
  }

  /// Starts all services; they answer when this returns.
  ///
  /// @throws IOException if a port cannot be had, with a sentence that names it
  public static Sandbox start(SandboxOptions options) throws IOException {
    return start(options, InstantSource.system(), FIRST_PAUSE);
  }

  static Sandbox start(SandboxOptions options, InstantSource clock, Duration firstPause)
      throws IOException {
    var identifiers = new Identifiers();
    var switchboard = new Switchboard();
    var inbox = new Inbox(clock);
    var smtp = openSmtp(options.smtpPort(), switchboard, inbox);
    var events = new StripeEvents(identifiers, clock, new EventCourier(clock, firstPause));
    var ledger = new StripeLedger(identifiers, clock, events);
    String token = options.webhookToken();
    var secondary = new IncidentWebhook(Service.WEBHOOK_SECONDARY, token);
    var router =
        new Router(
                new FaultGate(switchboard, inbox),
                new ControlApi(switchboard, inbox),
                new OverviewPage(switchboard, inbox))
            .add("/stripe/v1/", new StripeApi(identifiers, ledger, events))
            .add("/slack/", new SlackWebhook())
            .add("/pagerduty/", new PagerDutyEvents(identifiers))
            .add("/incident-webhook", new IncidentWebhook(Service.WEBHOOK, token))
            .add("/incident-webhook/secondary", secondary);
    try {
      var http = new HttpFront(options.httpPort(), router);
      return new Sandbox(switchboard, events, http, smtp);
    } catch (IOException taken) {
      smtp.close();
      events.close();
      throw portProblem("--port", options.httpPort(), taken);
    }
  }

  private static SmtpFront openSmtp(int port, Switchboard switchboard, Inbox inbox)
      throws IOException {
    try {
      return new SmtpFront(port, switchboard, inbox.box(Service.SMTP));
    } catch (IOException taken) {
      throw portProblem("--smtp-port", port, taken);
    }
  }

  private static IOException portProblem(String option, int port, IOException cause) {
    return new IOException(
        "cannot listen on port %d of 127.0.0.1 (%s); stop what uses it, or give %s another number"
            .formatted(port, cause.getMessage(), option),
        cause);
  }

  public int httpPort() {
    return http.port();
  }

  public int smtpPort() {
    return smtp.port();
  }

  /// Stops listening and drops all open connections.
  @Override
  public void close() {
    switchboard.close();
    http.close();
    smtp.close();
    events.close();
  }
}

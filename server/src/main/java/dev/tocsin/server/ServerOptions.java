package dev.tocsin.server;

import dev.tocsin.server.account.AccountOptions;
import dev.tocsin.server.alert.AlertOptions;
import dev.tocsin.server.ascode.AsCodeOptions;
import dev.tocsin.server.ascode.WithoutSecrets;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.config.Secret;
import dev.tocsin.server.config.Settings;
import dev.tocsin.server.database.DatabaseOptions;
import dev.tocsin.server.deliver.DeliveryOptions;
import dev.tocsin.server.deliver.Fanout;
import dev.tocsin.server.deliver.OutboundHttp;
import dev.tocsin.server.deliver.Threads;
import dev.tocsin.server.deliver.discord.DiscordType;
import dev.tocsin.server.deliver.email.EmailType;
import dev.tocsin.server.deliver.googlechat.GoogleChatType;
import dev.tocsin.server.deliver.mattermost.MattermostType;
import dev.tocsin.server.deliver.ntfy.NtfyType;
import dev.tocsin.server.deliver.opsgenie.OpsgenieType;
import dev.tocsin.server.deliver.pagerduty.PagerDutyType;
import dev.tocsin.server.deliver.pushover.PushoverType;
import dev.tocsin.server.deliver.slack.SlackType;
import dev.tocsin.server.deliver.teams.TeamsType;
import dev.tocsin.server.deliver.telegram.TelegramType;
import dev.tocsin.server.deliver.twilio.TwilioType;
import dev.tocsin.server.deliver.webhook.WebhookType;
import dev.tocsin.server.deliver.webpush.Subscriptions;
import dev.tocsin.server.deliver.webpush.WebPushType;
import dev.tocsin.server.event.EventOptions;
import dev.tocsin.server.http.HttpOptions;
import dev.tocsin.server.incident.IncidentOptions;
import dev.tocsin.server.ingest.scrape.ScrapeOptions;
import dev.tocsin.server.pack.Packs;
import dev.tocsin.server.probe.ProbeOptions;
import dev.tocsin.server.query.QueryOptions;
import dev.tocsin.server.route.RoutingOptions;
import dev.tocsin.server.rule.RuleOptions;
import dev.tocsin.server.rule.RuleSet;
import dev.tocsin.server.store.StoreOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The whole configuration, checked: one record for each feature.
///
/// @param metricsToken lets a scraper read `/metrics` of this server
public record ServerOptions(
    HttpOptions http,
    Optional<Secret> metricsToken,
    Path dataFolder,
    DatabaseOptions database,
    AccountOptions account,
    Samples samples,
    EventOptions events,
    Judgement judgement,
    Telling telling) {
  private static final Path USUAL_FOLDER = Path.of("data");

  /// How samples come in, stay and are asked for.
  public record Samples(
      StoreOptions store, QueryOptions query, ScrapeOptions scrape, ProbeOptions probes) {}

  /// What is judged.
  public record Judgement(Packs packs, RuleOptions rule, RuleSet rules, AlertOptions alerts) {}

  /// Who is told of what.
  ///
  /// @param code the folder of what people else click, and the sections that an export shows
  public record Telling(
      IncidentOptions incidents,
      DeliveryOptions delivery,
      RoutingOptions routing,
      Outside outside,
      Code code) {
    OutboundHttp outbound() {
      return outside.http();
    }
  }

  /// What is kept as code.
  ///
  /// @param sections of the configuration, without secrets
  public record Code(AsCodeOptions options, Map<String, Object> sections) {
    public Code {
      sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
    }
  }

  /// What all channels share.
  ///
  /// @param slackSigningSecret lets Slack press buttons here
  public record Outside(
      OutboundHttp http,
      Threads threads,
      Fanout fanout,
      Subscriptions browsers,
      Optional<Secret> slackSigningSecret) {}

  /// Reads a file, its packs and its rule files.
  ///
  /// @throws dev.tocsin.server.config.ConfigException with every problem in any of them
  public static ServerOptions read(Path file, Map<String, String> environment) {
    var problems = new Problems();
    return read(ConfigFile.read(file, environment, problems), environment);
  }

  /// The configuration that an empty file has.
  public static ServerOptions defaults(Map<String, String> environment) {
    return read(Settings.empty(new Problems()), environment);
  }

  static ServerOptions read(Settings settings, Map<String, String> environment) {
    var clock = InstantSource.system();
    var http = settings.section("server");
    var metricsToken = http.secret("metrics_token");
    var httpOptions = HttpOptions.read(http);
    var data = settings.section("data");
    var folder = data.file("folder", USUAL_FOLDER);
    data.finish();
    var database =
        DatabaseOptions.read(
            settings.section("database"),
            Optional.ofNullable(environment.get("DATABASE_URL")),
            folder);
    var options =
        new ServerOptions(
            httpOptions,
            metricsToken,
            folder,
            database,
            AccountOptions.read(settings.section("account"), environment),
            samples(settings),
            EventOptions.read(settings.section("events")),
            judgement(settings, environment),
            telling(settings, environment, clock));
    settings.finish();
    settings.problems().throwIfAny();
    return options;
  }

  private static Samples samples(Settings settings) {
    return new Samples(
        StoreOptions.read(settings.section("store")),
        QueryOptions.read(settings.section("query")),
        ScrapeOptions.read(settings.section("scrape")),
        ProbeOptions.read(settings.section("probes")));
  }

  private static Judgement judgement(Settings settings, Map<String, String> environment) {
    var options = RuleOptions.read(settings.section("rules"), environment);
    var packs = Packs.read(options.packs(), settings.problems());
    var rules = RuleSet.read(packs.ruleFiles(), options, settings.problems());
    return new Judgement(packs, options, rules, AlertOptions.read(settings.section("alerts")));
  }

  private static Telling telling(
      Settings settings, Map<String, String> environment, InstantSource clock) {
    var outbound = new OutboundHttp(clock);
    var threads = new Threads(clock);
    var fanout = new Fanout(clock);
    var browsers = new Subscriptions(clock);
    var types =
        List.of(
            new WebhookType(outbound, fanout, clock),
            new SlackType(outbound, threads),
            new PagerDutyType(outbound),
            new OpsgenieType(outbound),
            new TeamsType(outbound),
            new DiscordType(outbound),
            new TelegramType(outbound),
            new MattermostType(outbound),
            new GoogleChatType(outbound),
            new NtfyType(outbound),
            new PushoverType(outbound),
            new TwilioType(outbound),
            new WebPushType(outbound, browsers, fanout, clock),
            new EmailType(clock));
    var incidents = IncidentOptions.read(settings.section("incidents"));
    var deliverySection = settings.section("delivery");
    var routingSection = settings.section("routing");
    if (routingSection.has("route") && deliverySection.has("routes")) {
      deliverySection.report(
          "routes", "is not asked when there is routing.route", "move its lines there");
    }
    var delivery = DeliveryOptions.read(deliverySection, types, environment);
    var routing = RoutingOptions.read(routingSection, delivery.channelNames());
    var slackSecret =
        Optional.ofNullable(environment.get("SLACK_SIGNING_SECRET"))
            .filter(text -> !text.isBlank())
            .map(Secret::new);
    var code =
        new Code(AsCodeOptions.read(settings.section("as_code")), WithoutSecrets.of(settings));
    return new Telling(
        incidents,
        delivery,
        routing,
        new Outside(outbound, threads, fanout, browsers, slackSecret),
        code);
  }
}

package dev.tocsin.server;

import dev.tocsin.sdk.health.Criticality;
import dev.tocsin.sdk.health.DatabaseIndicator;
import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.health.HealthOptions;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.HealthScope;
import dev.tocsin.sdk.health.MemoryIndicator;
import dev.tocsin.sdk.health.StartupGate;
import dev.tocsin.sdk.health.WatchdogOptions;
import dev.tocsin.sdk.metrics.HttpMetrics;
import dev.tocsin.sdk.metrics.JvmMetrics;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.MetricsAccess;
import dev.tocsin.sdk.ops.OpsBlocks;
import dev.tocsin.sdk.ops.OpsSurface;
import dev.tocsin.server.account.AccessTokens;
import dev.tocsin.server.account.AccountApi;
import dev.tocsin.server.account.Accounts;
import dev.tocsin.server.account.AuditTrail;
import dev.tocsin.server.account.SignInPages;
import dev.tocsin.server.account.ValidationFigures;
import dev.tocsin.server.admin.AlarmHealth;
import dev.tocsin.server.admin.AlertStoryPages;
import dev.tocsin.server.admin.Figures;
import dev.tocsin.server.admin.LiveApi;
import dev.tocsin.server.admin.OperationsPages;
import dev.tocsin.server.alert.AlertApi;
import dev.tocsin.server.alert.AlertPages;
import dev.tocsin.server.alert.Backtest;
import dev.tocsin.server.alert.BacktestApi;
import dev.tocsin.server.alert.PrecisionApi;
import dev.tocsin.server.alert.RuleApi;
import dev.tocsin.server.alert.RulePages;
import dev.tocsin.server.ascode.Applier;
import dev.tocsin.server.ascode.AsCodeApi;
import dev.tocsin.server.ascode.CodeFolder;
import dev.tocsin.server.ascode.CodeText;
import dev.tocsin.server.config.Secret;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.database.Leases;
import dev.tocsin.server.deliver.ChannelApi;
import dev.tocsin.server.deliver.ChannelPages;
import dev.tocsin.server.deliver.DeadLetterApi;
import dev.tocsin.server.deliver.DeliveryApi;
import dev.tocsin.server.deliver.DeliveryPages;
import dev.tocsin.server.deliver.NoticeApi;
import dev.tocsin.server.deliver.RoutePages;
import dev.tocsin.server.deliver.slack.SlackInteractionsApi;
import dev.tocsin.server.deliver.webpush.WebPushPages;
import dev.tocsin.server.event.EventApi;
import dev.tocsin.server.http.Assets;
import dev.tocsin.server.http.Cookies;
import dev.tocsin.server.http.Dispatcher;
import dev.tocsin.server.http.HttpListener;
import dev.tocsin.server.http.Pages;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.http.RouteTable;
import dev.tocsin.server.incident.IncidentApi;
import dev.tocsin.server.incident.IncidentPages;
import dev.tocsin.server.ingest.scrape.TargetsApi;
import dev.tocsin.server.pack.RuleImportApi;
import dev.tocsin.server.pack.RunbookPages;
import dev.tocsin.server.query.QueryApi;
import dev.tocsin.server.route.RoutingApi;
import dev.tocsin.server.rule.ReloadApi;
import dev.tocsin.server.rule.RuleDesk;
import dev.tocsin.server.rule.SimpleRuleApi;
import dev.tocsin.server.selfmon.DeliveryBlocks;
import dev.tocsin.server.selfmon.SelfApi;
import dev.tocsin.server.selfmon.SelfMetrics;
import dev.tocsin.server.silence.AlertmanagerApi;
import dev.tocsin.server.silence.SilenceApi;
import dev.tocsin.server.silence.SilencePages;
import dev.tocsin.server.statuspage.StatusApi;
import dev.tocsin.server.statuspage.StatusBoard;
import dev.tocsin.server.statuspage.StatusPages;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// The composition root: builds every part, starts and stops them. What is wired here is wired
/// nowhere else, so a test or the command line can run the whole product in its own process.
public final class Server {
  private static final String STARTED = "listening";
  private static final Duration WORKER_SILENCE = Duration.ofSeconds(60);

  private final ServerOptions options;
  private final InstantSource clock;
  private final DataFolder folder;
  private final Database database;
  private final Feeds feeds = new Feeds();
  private final Telemetry telemetry = new Telemetry();
  private final JvmMetrics jvm = new JvmMetrics(telemetry);
  private final SampleParts samples;
  private final AlarmParts alarm;
  private final RuleDesk ruleDesk;
  private final Backtest backtest;
  private final Applier applier;
  private final CodeFolder code;
  private final Accounts accounts;
  private final HealthEngine health;
  private final OpsBlocks opsBlocks;
  private final Secret metricsToken;
  private final StatusBoard board;
  private final HttpListener listener;
  private final RouteTable routes;
  private final CompletableFuture<Optional<Secret>> firstAdmin = new CompletableFuture<>();

  /// Opens the data and builds the parts; nothing runs yet.
  ///
  /// @throws RuntimeException with a message for the operator if the data cannot be opened
  public Server(ServerOptions options, InstantSource clock) {
    this.options = options;
    this.clock = clock;
    HttpListener.loadAhead();
    folder = DataFolder.take(options.dataFolder());
    database = Database.open(options.database());
    var leases = leases();
    samples = new SampleParts(options.samples(), folder.path(), database, leases, clock);
    alarm = new AlarmParts(options, samples, database, leases, feeds, clock);
    ruleDesk = ruleDesk();
    applier = new Applier(ruleDesk, alarm.silences(), alarm.windows(), clock);
    code = new CodeFolder(options.telling().code().options(), applier, database, leases, clock);
    backtest =
        new Backtest(samples.queries()::range, new PastIncidents(alarm.desk())::between, clock);
    samples.statuses().listen(_ -> feeds.publishStatus());
    samples.statuses().leaveOut(alarm.windows()::isInMaintenance);
    metricsToken = options.metricsToken().orElse(new Secret(UUID.randomUUID().toString()));
    opsBlocks = opsBlocks();
    var validations = new ValidationFigures();
    accounts = accounts(validations);
    health = health();
    watchOurselves(validations);
    board = new StatusBoard(alarm.desk(), samples.statuses(), clock);
    var pages = new Pages(clock, alarm.telling().watch()::banner);
    routes = new RouteTable(sources(pages));
    listener =
        new HttpListener(
            options.http(),
            new Dispatcher(
                routes, accounts, new HttpMetrics(telemetry), pages::problem, options.http()));
  }

  /// Nobody else runs in the folder, so what was held from there is ours.
  private Leases leases() {
    var replica = folder.replica(new Ids(clock)) + "/";
    var leases = new Leases(database, clock, replica + new Ids(clock).next());
    leases.inherit(replica);
    return leases;
  }

  private Accounts accounts(ValidationFigures validations) {
    var audit = new AuditTrail(database, new Ids(clock), clock);
    var accessTokens = new AccessTokens(options.account(), clock, validations);
    return new Accounts(database, options.account(), accessTokens, audit, clock);
  }

  private HealthEngine health() {
    var healthOptions =
        new HealthOptions(
            clock, HealthOptions.DEFAULT_REFRESH_INTERVAL, WatchdogOptions.DEFAULT, null);
    var database =
        new DatabaseIndicator("database", this.database.dataSource(), Duration.ofSeconds(3));
    var delivery =
        HealthIndicator.of(
            "delivery", Criticality.CRITICAL, HealthScope.READINESS, this::deliveryHealth);
    return new HealthEngine(
        healthOptions,
        new StartupGate(clock, STARTED),
        List.of(
            MemoryIndicator.ofMaxHeap(MemoryIndicator.DEFAULT_MAX_USED_RATIO), database, delivery));
  }

  private HealthOutcome deliveryHealth() {
    if (options.telling().delivery().channelNames().isEmpty()) {
      return new HealthOutcome.NotConfigured("delivery.channels");
    }
    long silentMillis = clock.millis() - alarm.telling().deliveries().figures().heartbeatMillis();
    if (silentMillis > WORKER_SILENCE.toMillis()) {
      return HealthOutcome.down(
          "the delivery worker has not been seen for " + silentMillis + " ms");
    }
    return alarm.telling().watch().readiness().isDrillOverdue()
        ? HealthOutcome.degraded("the exercise of replaying dead letters is overdue")
        : HealthOutcome.up();
  }

  private void watchOurselves(ValidationFigures validations) {
    var metrics = new SelfMetrics(telemetry);
    metrics.watchDeliveries(alarm.telling().deliveries()::figures, clock);
    metrics.watchChannels(alarm.telling().channels(), clock);
    metrics.watchSamples(samples.store(), samples.sink());
    metrics.watchEvents(alarm.events());
    metrics.watchQueries(samples.queries());
    metrics.watchValidations(validations);
  }

  private OpsSurface surface(MetricsAccess access) {
    return OpsSurface.builder(telemetry).health(health).metrics(access).build();
  }

  private OpsBlocks opsBlocks() {
    var readiness = alarm.telling().watch().readiness();
    return new OpsBlocks(
        List.of(
            new DeliveryBlocks.Readiness(readiness),
            new DeliveryBlocks.Queue(alarm.telling().deliveries()::figures, readiness)),
        List.of(),
        clock);
  }

  private List<RouteSource> sources(Pages pages) {
    var self =
        new SelfApi(
            surface(MetricsAccess.withToken(metricsToken.reveal())),
            surface(MetricsAccess.open()),
            opsBlocks,
            metricsToken::is);
    var sources = new ArrayList<RouteSource>(List.of(self, new Assets()));
    sources.add(new AccountApi(accounts));
    sources.add(new SignInPages(accounts, new Cookies(options.http()), pages));
    sources.addAll(apis());
    sources.addAll(pages(pages));
    return sources;
  }

  private List<RouteSource> apis() {
    var simpleRules = new SimpleRuleApi(ruleDesk);
    return List.of(
        simpleRules,
        new ReloadApi(alarm.rules().live()),
        new BacktestApi(backtest, ruleDesk, options.judgement().rule()),
        new RuleImportApi(alarm.rules().imports(), backtest, _ -> alarm.rules().live().look()),
        asCode(),
        new QueryApi(samples.queries(), clock),
        new TargetsApi(samples.scraper()),
        new RuleApi(alarm.rules().engine(), alarm.alerts()),
        new AlertApi(alarm.alerts(), feeds.operators(), simpleRules),
        new EventApi(alarm.events(), options.events(), clock),
        new RoutingApi(options.telling().routing()),
        new SilenceApi(alarm.silences(), alarm.windows(), clock),
        new AlertmanagerApi(
            alarm.alerts(), alarm.received(), alarm.silences(), options.telling().routing(), clock),
        new IncidentApi(alarm.desk()),
        new DeliveryApi(alarm.telling().deliveries()),
        new DeadLetterApi(alarm.telling().deadLetters(), alarm.telling().notifier()),
        new ChannelApi(alarm.telling().channels(), alarm.telling().notifier()),
        new NoticeApi(alarm.telling().notices()),
        new SlackInteractionsApi(
            options.telling().outside().slackSigningSecret(),
            alarm.desk(),
            new IncidentSilences(alarm.desk(), alarm.silences(), clock),
            clock),
        new StatusApi(board),
        new LiveApi(feeds.operators(), feeds.visitors()));
  }

  private AsCodeApi asCode() {
    var sections = options.telling().code().sections();
    return new AsCodeApi(
        new CodeText(ruleDesk, alarm.silences(), alarm.windows(), sections, clock), applier);
  }

  private RuleDesk ruleDesk() {
    return new RuleDesk(
        alarm.rules().simple(),
        clock,
        options.judgement().rule().defaultRecipients(),
        new RuleTestNotice(
            options.telling().delivery(),
            alarm.telling().notifier(),
            options.http().publicUrl(),
            clock),
        new AuditTrail(database, new Ids(clock), clock)::record);
  }

  private List<RouteSource> pages(Pages pages) {
    var alarmHealth =
        new AlarmHealth(
            options.telling().delivery(),
            alarm.telling().deliveries(),
            alarm.rules().engine(),
            samples.scraper()::targets,
            alarm.telling().watch().readiness(),
            clock);
    return List.of(
        new OperationsPages(
            alarm.desk(),
            alarm.alerts(),
            new Figures(samples.queries(), clock),
            samples.statuses(),
            alarmHealth,
            pages),
        alertPages(pages),
        alertStories(pages),
        new RulePages(
            new RulePages.Sources(
                alarm.rules().engine(), alarm.rules().live(), ruleDesk, alarm.alerts()),
            backtest,
            pages),
        new PrecisionApi(alarm.ledger(), pages),
        new SilencePages(alarm.silences(), alarm.windows(), pages, clock),
        new IncidentPages(alarm.desk(), samples.statuses()::displayNames, pages),
        new RunbookPages(options.judgement().packs(), pages),
        new DeliveryPages(
            options.telling().delivery(),
            alarm.telling().deliveries(),
            alarm.telling().deadLetters(),
            alarm.telling().notifier(),
            pages,
            clock),
        new ChannelPages(
            alarm.telling().channels(),
            alarm.telling().deliveries(),
            alarm.telling().notifier(),
            alarm.telling().notices(),
            pages),
        new WebPushPages(options.telling().outside().browsers(), pages),
        new RoutePages(options.telling().routing(), options.telling().delivery(), pages, clock),
        new StatusPages(board, pages, options.http().publicUrl(), clock));
  }

  private AlertPages alertPages(Pages pages) {
    var routes = options.telling().routing().tree();
    return new AlertPages(alarm.alerts(), alarm.rules().engine(), routes, feeds.operators(), pages);
  }

  private AlertStoryPages alertStories(Pages pages) {
    return new AlertStoryPages(
        new AlertStoryPages.Alerts(alarm.alerts(), alarm.rules().engine(), alarm.ledger()),
        new AlertStoryPages.Telling(
            options.telling().routing().tree(), alarm.desk(), alarm.telling().deliveries()),
        new Figures(samples.queries(), clock),
        new AlertStoryPages.Traces(new AuditTrail(database, new Ids(clock), clock), alarm.events()),
        pages);
  }

  /// @throws HttpListener.PortTakenException if somebody else listens on the port
  public void start() {
    try {
      listener.start();
    } catch (RuntimeException e) {
      firstAdmin.complete(Optional.empty());
      samples.stop();
      close();
      throw e;
    }
    firstAdmin.completeAsync(accounts::createFirstAdmin);
    alarm.start();
    code.start();
    samples.start(listener.port(), metricsToken);
    health.start();
    health.startupGate().complete(STARTED);
  }

  /// Stops in the reverse order of the start; what was accepted is on disk already.
  public void stop() {
    feeds.close();
    listener.stop();
    code.stop();
    alarm.stop();
    samples.stop();
    close();
  }

  private void close() {
    firstAdmin.join();
    opsBlocks.close();
    health.close();
    jvm.close();
    telemetry.close();
    options.telling().outbound().close();
    database.close();
    folder.close();
  }

  /// The port that is listened on, also when the system chose it.
  public int port() {
    return listener.port();
  }

  /// The whole route table, for the tests that walk it.
  public List<Route> routes() {
    return routes.routes();
  }

  /// The first administrator's password when it was made up at this start.
  public Optional<Secret> generatedPassword() {
    return firstAdmin.join();
  }
}

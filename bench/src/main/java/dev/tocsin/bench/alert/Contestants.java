package dev.tocsin.bench.alert;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Starts our server and its peers with configurations that say the same.
final class Contestants {
  private static final String SECRET = "a secret for benchmarks only, which is long enough";

  /// The year 2100: these servers live for minutes.
  private static final long TOKEN_ENDS_SECONDS = 4_102_444_800L;

  private final Path home;
  private final Path work;
  private final String java = ProcessHandle.current().info().command().orElse("java");

  /// @param home the root of the project, built
  /// @param work a folder for data and logs
  Contestants(Path home, Path work) {
    this.home = home;
    this.work = work;
  }

  boolean hasAlertmanager() {
    return onPath("prometheus-alertmanager");
  }

  boolean hasPrometheus() {
    return onPath("prometheus");
  }

  private static boolean onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /// @param route the lines of a route in the words of Alertmanager, which are ours too
  /// @param hooks by the receiver's name
  record Telling(String route, java.util.Map<String, AlertHook> hooks) {}

  /// @param more further sections
  Contestant tocsin(Telling telling, String more) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory(work, "tocsin");
    int port = Contestant.freePort();
    var channels = new StringBuilder();
    telling
        .hooks()
        .forEach(
            (name, hook) ->
                channels.append(
                    "    - {name: %s, type: webhook, url: \"%s\", allow_private_addresses: true}\n"
                        .formatted(name, hook.url())));
    var config = folder.resolve("tocsin.yml");
    Files.writeString(
        config,
        """
        server: {port: %d}
        data: {folder: "%s"}
        account: {admin_password: "only for benchmarks", jwt_access_secret: "%s"}
        routing:
        %s
        delivery:
          channels:
        %s
        %s
        """
            .formatted(
                port, folder.resolve("data"), SECRET, telling.route().indent(2), channels, more));
    var command =
        List.of(
            java,
            "@" + home.resolve("cli/jvm.options"),
            "-cp",
            classPath(),
            "dev.tocsin.server.Main",
            "--config",
            config.toString());
    var plan = new Contestant.Plan("tocsin", command, port, "/health/live", "Bearer " + token());
    return Contestant.start(plan, folder.resolve("log"));
  }

  Contestant alertmanager(Telling telling) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory(work, "alertmanager");
    int port = Contestant.freePort();
    var receivers = new StringBuilder("receivers:\n");
    telling
        .hooks()
        .forEach(
            (name, hook) ->
                receivers.append(
                    "  - {name: %s, webhook_configs: [{url: \"%s\", send_resolved: true}]}\n"
                        .formatted(name, hook.url())));
    var config = folder.resolve("alertmanager.yml");
    Files.writeString(config, telling.route() + receivers);
    var command =
        List.of(
            "prometheus-alertmanager",
            "--config.file=" + config,
            "--storage.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port,
            "--cluster.listen-address=",
            "--log.level=error");
    var plan = new Contestant.Plan("alertmanager", command, port, "/-/ready", "");
    return Contestant.start(plan, folder.resolve("log"));
  }

  /// Prometheus that evaluates the rules of a file and sends to an Alertmanager.
  Contestant prometheus(Path rules, int target, Contestant alertmanager)
      throws IOException, InterruptedException {
    var folder = Files.createTempDirectory(work, "prometheus");
    int port = Contestant.freePort();
    var config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
        rule_files: ["%s"]
        alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:%d"]}]}]}
        scrape_configs:
          - {job_name: shop, metrics_path: /prometheus,
             static_configs: [{targets: ["127.0.0.1:%d"]}]}
        """
            .formatted(rules, alertmanager.port(), target));
    var command =
        List.of(
            "prometheus",
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port,
            "--log.level=error");
    var plan = new Contestant.Plan("prometheus", command, port, "/-/ready", "");
    return Contestant.start(plan, folder.resolve("log"));
  }

  /// A token of the role OPERATOR, signed with the shared secret (JWT, HS256).
  private static String token() {
    var signed =
        base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
            + '.'
            + base64(
                ("{\"sub\":\"bench\",\"role\":\"OPERATOR\",\"exp\":" + TOKEN_ENDS_SECONDS + "}")
                    .getBytes(StandardCharsets.UTF_8));
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return signed + '.' + base64(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("BUG: every Java has HmacSHA256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private String classPath() {
    var target = home.resolve("cli/target");
    return Stream.of(target, target.resolve("lib"))
        .flatMap(Contestants::jars)
        .reduce((a, b) -> a + File.pathSeparator + b)
        .orElseThrow();
  }

  private static Stream<String> jars(Path folder) {
    try (var files = Files.list(folder)) {
      return files.map(Path::toString).filter(it -> it.endsWith(".jar")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException("build first: ./tocsin build", e);
    }
  }
}

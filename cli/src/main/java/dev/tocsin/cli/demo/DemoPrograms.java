package dev.tocsin.cli.demo;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The command lines of the demo's programs.
final class DemoPrograms {
  private static final String CONFIG = "/demo/tocsin.yml";

  private final DemoSettings settings;
  private final String java = ProcessHandle.current().info().command().orElse("java");

  DemoPrograms(DemoSettings settings) {
    this.settings = settings;
  }

  ChildProcess sandbox() {
    var ports = settings.ports();
    var command = java(List.of("-Xmx64m"), "sandbox", "dev.tocsin.sandbox.SandboxMain");
    command.addAll(
        List.of(
            "--port", Integer.toString(ports.sandbox()),
            "--smtp-port", Integer.toString(ports.smtp())));
    return ChildProcess.start("sandbox", command, Map.of(), logs());
  }

  ChildProcess marketplace() {
    var options = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");
    var command = java(options, "marketplace", "dev.tocsin.marketplace.Marketplace");
    var environment =
        Map.ofEntries(
            Map.entry("PORT", Integer.toString(settings.ports().marketplace())),
            Map.entry("SANDBOX_URL", settings.sandboxUrl()),
            Map.entry("SMTP_HOST", "127.0.0.1"),
            Map.entry("SMTP_PORT", Integer.toString(settings.ports().smtp())),
            Map.entry("MARKETPLACE_DATA", settings.folder().resolve("marketplace").toString()),
            Map.entry("MARKETPLACE_ADMIN_TOKEN", settings.adminToken()),
            Map.entry("METRICS_ENABLED", "true"),
            Map.entry("METRICS_TOKEN", settings.metricsToken()),
            Map.entry("TRAFFIC_ENABLED", "true"));
    return ChildProcess.start("marketplace", command, environment, logs());
  }

  ChildProcess server() {
    var options = new ArrayList<>(List.of("@" + settings.home().resolve("cli/jvm.options")));
    var cache = System.getProperty("tocsin.aot.cache", "");
    if (!cache.isEmpty() && Files.isReadable(Path.of(cache))) {
      options.add("-XX:AOTCache=" + cache);
    }
    var command = java(options, "cli", "dev.tocsin.server.Main");
    command.addAll(List.of("--config", writeConfig().toString()));
    return ChildProcess.start("server", command, serverEnvironment(), logs());
  }

  Map<String, String> serverEnvironment() {
    return Map.ofEntries(
        Map.entry("DEMO_PORT", Integer.toString(settings.ports().server())),
        Map.entry("DEMO_DATA", settings.folder().resolve("server").toString()),
        Map.entry("DEMO_MARKETPLACE_PORT", Integer.toString(settings.ports().marketplace())),
        Map.entry("DEMO_SANDBOX_PORT", Integer.toString(settings.ports().sandbox())),
        Map.entry("DEMO_SMTP_PORT", Integer.toString(settings.ports().smtp())),
        Map.entry("DEMO_METRICS_TOKEN", settings.metricsToken()),
        Map.entry("DEMO_ADMIN_PASSWORD", settings.adminPassword()));
  }

  private Path writeConfig() {
    var file = settings.folder().resolve("tocsin.yml");
    try (var in = DemoPrograms.class.getResourceAsStream(CONFIG)) {
      if (in == null) {
        throw new IllegalStateException("BUG: no " + CONFIG);
      }
      Files.write(file, in.readAllBytes());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> java(List<String> options, String module, String mainClass) {
    var target = settings.home().resolve(module).resolve("target");
    var command = new ArrayList<String>();
    command.add(java);
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(target, module), mainClass));
    return command;
  }

  /// The module's jar and its libraries, by name: the order must not change from start to start,
  /// because a start-up cache is bound to it.
  private static String classPath(Path target, String module) {
    var entries = new ArrayList<String>();
    entries.addAll(jars(target, "tocsin-" + module + "-"));
    entries.addAll(jars(target.resolve("lib"), ""));
    if (entries.isEmpty()) {
      throw new DemoException(module + " is not built; run ./tocsin build");
    }
    return String.join(File.pathSeparator, entries);
  }

  private static List<String> jars(Path folder, String prefix) {
    try (var files = Files.list(folder)) {
      return files
          .map(Path::toString)
          .filter(it -> Path.of(it).getFileName().toString().startsWith(prefix))
          .filter(it -> it.endsWith(".jar"))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private Path logs() {
    return settings.folder().resolve("logs");
  }
}

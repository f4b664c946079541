package dev.tocsin.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The built `tocsin` command.
final class Programs {
  static final Path ROOT =
      Path.of(System.getProperty("tocsin.root", "..")).toAbsolutePath().normalize();

  private Programs() {}

  static ProcessBuilder tocsin(String... arguments) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m"));
    command.add("-Dtocsin.home=" + ROOT);
    command.addAll(List.of("-cp", classPath(), "dev.tocsin.cli.Main"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  private static String classPath() {
    var target = ROOT.resolve("cli/target");
    try (var files = Files.list(target)) {
      var jar =
          files
              .filter(it -> it.getFileName().toString().matches("tocsin-cli-.*\\.jar"))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("the cli is not built"));
      return jar + File.pathSeparator + target.resolve("lib") + "/*";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

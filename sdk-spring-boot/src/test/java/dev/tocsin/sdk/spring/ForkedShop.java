package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.deploy.DeployListener;
import dev.tocsin.sdk.deploy.SmokeOutcome;
import dev.tocsin.sdk.deploy.SmokeTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/// The shop in a process of its own. `BROKEN=release` makes a smoke test of its own fail,
/// `BROKEN=database` its database.
final class ForkedShop implements AutoCloseable {

  private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
  private static final long PATIENCE_SECONDS = 90;

  private final Process process;
  private final Path output;

  ForkedShop(Path folder, Map<String, String> environment, String... settings) throws IOException {
    output = Files.createTempFile(folder, "shop", ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ForkedShop.class.getName());
    command.add("--server.port=0");
    command.add("--tocsin.deploy.delay=100ms");
    command.add("--tocsin.deploy.rollback.history-file=" + folder.resolve("state/exits.json"));
    for (String setting : settings) {
      command.add("--" + setting);
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    process = builder.start();
  }

  public static void main(String[] arguments) {
    SpringApplication.run(Release.class, arguments);
  }

  int exitCode() throws InterruptedException, IOException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("The shop still runs:\n" + output());
    }
    return process.exitValue();
  }

  /// Waits for the text in the output of the process.
  void awaitOutput(String text) {
    Awaitility.await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> says(text));
  }

  boolean says(String text) throws IOException {
    if (output().contains(text)) {
      return true;
    }
    if (!process.isAlive() && !output().contains(text)) {
      throw new AssertionError("The shop ended with " + process.exitValue() + ":\n" + output());
    }
    return false;
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int port() throws IOException {
    Matcher port = PORT.matcher(output());
    if (!port.find()) {
      throw new AssertionError("no port in " + output());
    }
    return Integer.parseInt(port.group(1));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  @Configuration
  @Import(ShopApplication.class)
  static class Release {

    @Bean
    SmokeTest products(Environment environment) {
      boolean broken = "release".equals(environment.getProperty("BROKEN"));
      return SmokeTest.of(
          "products", () -> broken ? SmokeOutcome.failed("no products") : SmokeOutcome.passed());
    }

    @Bean
    DeployListener sender() {
      return (report, decision) ->
          System.out.println("sent " + decision.getClass().getSimpleName());
    }

    /// Before the health engine looks for the first time.
    @Bean
    InitializingBean outage(DataSource database, Environment environment) {
      return () -> {
        if ("database".equals(environment.getProperty("BROKEN"))) {
          ((JdbcDataSource) database).setURL("jdbc:h2:mem:gone;IFEXISTS=TRUE");
        }
      };
    }
  }
}

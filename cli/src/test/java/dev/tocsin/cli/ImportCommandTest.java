package dev.tocsin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.Server;
import dev.tocsin.server.ServerOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ImportCommandTest {
  private static final String PASSWORD = "correct horse battery";
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();
  @TempDir private Path folder;

  private int run(Object command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(errors, true))
        .execute(arguments);
  }

  @Test
  void anAlertmanagersFileBecomesTheSectionAndAReport() throws Exception {
    var file = folder.resolve("alertmanager.yml");
    Files.writeString(
        file,
        """
        global: {smtp_smarthost: "mail:25"}
        route: {receiver: ops, routes: [{matchers: ['severity="P1"'], receiver: ops}]}
        receivers: [{name: ops, slack_configs: [{api_url: "https://hooks.example/secret"}]}]
        """);
    var target = folder.resolve("routing.yml");
    assertEquals(
        0, run(new ImportCommand(), "alertmanager", file.toString(), "--to", target.toString()));
    var written = Files.readString(target);
    assertTrue(written.startsWith("routing:"), written);
    assertTrue(!written.contains("secret"), written);
    assertTrue(errors.toString().contains("channels that it needs: ops-slack"), errors.toString());
    assertTrue(errors.toString().contains("global:"), errors.toString());
  }

  @Test
  void aFileThatIsNoneOfAlertmanagersIsRefused() throws Exception {
    var file = Files.writeString(folder.resolve("x.yml"), "groups: []").toString();
    assertEquals(1, run(new ImportCommand(), "alertmanager", file));
    assertTrue(errors.toString().contains("there is no \"route\""), errors.toString());
  }

  @Test
  void anExportIsAppliedToAnotherServerAndThenChangesNothing() throws Exception {
    try (var here = Running.start(folder.resolve("here"));
        var there = Running.start(folder.resolve("there"))) {
      var file = folder.resolve("code.yml").toString();
      assertEquals(0, run(new ExportCommand(here.variables()), "--url", here.url(), "--to", file));
      Files.writeString(
          Path.of(file),
          Files.readString(Path.of(file))
              .replace("threshold: \"0.05\"", "threshold: \"0.07\"")
              .replace("threshold: 0.05", "threshold: 0.07"));
      var apply = new CommandLine(new ImportCommand.Code(there.variables()));
      apply.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(errors, true));
      assertEquals(0, apply.execute(file, "--url", there.url()), out.toString() + errors);
      assertTrue(out.toString().contains("changed  rule"), out.toString());
      out.getBuffer().setLength(0);
      assertEquals(0, apply.execute(file, "--url", there.url()), out.toString() + errors);
      assertTrue(out.toString().contains("same     rule"), out.toString());
      assertTrue(!out.toString().contains("changed"), out.toString());
    }
  }

  @Test
  void withoutATokenTheServersAnswerIsTold() throws Exception {
    try (var here = Running.start(folder.resolve("here"))) {
      assertEquals(1, run(new ExportCommand(Map.of()), "--url", here.url()));
      assertTrue(errors.toString().contains("the server answers 401"), errors.toString());
    }
  }

  /// A server and a token of its administrator.
  private record Running(Server server, String token) implements AutoCloseable {
    static Running start(Path data) throws Exception {
      Files.createDirectories(data);
      var file = data.resolve("tocsin.yml");
      Files.writeString(
          file,
          "server: {port: 0}\ndata: {folder: \"%s\"}\naccount: {admin_password: %s}\n"
              .formatted(data.resolve("data"), PASSWORD));
      var server = new Server(ServerOptions.read(file, Map.of()), InstantSource.system());
      server.start();
      server.generatedPassword();
      return new Running(server, token("http://127.0.0.1:" + server.port()));
    }

    private static String token(String url) throws Exception {
      try (var client = HttpClient.newHttpClient()) {
        var form = "name=admin&password=" + PASSWORD.replace(' ', '+');
        var signIn =
            HttpRequest.newBuilder(URI.create(url + "/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        var answer = client.send(signIn.build(), BodyHandlers.ofString());
        var cookie = answer.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
        var page =
            HttpRequest.newBuilder(URI.create(url + "/admin/rules")).header("Cookie", cookie);
        var csrf = CSRF.matcher(client.send(page.build(), BodyHandlers.ofString()).body());
        assertTrue(csrf.find());
        var wish =
            HttpRequest.newBuilder(URI.create(url + "/api/v1/tokens"))
                .header("Cookie", cookie)
                .header("X-CSRF-Token", csrf.group(1))
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"name\": \"tests\", \"role\": \"ADMIN\"}"));
        var made = client.send(wish.build(), BodyHandlers.ofString());
        return new ObjectMapper().readTree(made.body()).path("data").path("token").asText();
      }
    }

    String url() {
      return "http://127.0.0.1:" + server.port();
    }

    Map<String, String> variables() {
      return Map.of("TOCSIN_TOKEN", token);
    }

    @Override
    public void close() {
      server.stop();
    }
  }
}

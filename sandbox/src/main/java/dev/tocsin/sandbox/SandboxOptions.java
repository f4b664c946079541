package dev.tocsin.sandbox;

import org.jspecify.annotations.Nullable;

/// How a sandbox is started.
///
/// @param httpPort the port of everything but mail; 0 takes a free one
/// @param smtpPort the port of the mail server; 0 takes a free one
/// @param webhookToken the only bearer token that the incident webhooks let in, or null when any
///   will do
public record SandboxOptions(int httpPort, int smtpPort, @Nullable String webhookToken) {
  static final int DEFAULT_HTTP_PORT = 9090;
  static final int DEFAULT_SMTP_PORT = 2525;

  /// @throws IllegalArgumentException if a port is not one
  public SandboxOptions {
    checkPort("--port", httpPort);
    checkPort("--smtp-port", smtpPort);
  }

  /// Free ports and any webhook token.
  public static SandboxOptions ephemeral() {
    return new SandboxOptions(0, 0, null);
  }

  public SandboxOptions withWebhookToken(String token) {
    return new SandboxOptions(httpPort, smtpPort, token);
  }

  /// Options from the arguments of the command line.
  ///
  /// @throws IllegalArgumentException with a sentence for the user
  static SandboxOptions parse(String... arguments) {
    int httpPort = DEFAULT_HTTP_PORT;
    int smtpPort = DEFAULT_SMTP_PORT;
    String webhookToken = null;
    for (int i = 0; i < arguments.length; i += 2) {
      String option = arguments[i];
      switch (option) {
        case "--port" -> httpPort = port(option, value(arguments, i));
        case "--smtp-port" -> smtpPort = port(option, value(arguments, i));
        case "--webhook-token" -> webhookToken = value(arguments, i);
        default ->
            throw new IllegalArgumentException(
                "unknown option '%s'; known are --port, --smtp-port, --webhook-token"
                    .formatted(option));
      }
    }
    return new SandboxOptions(httpPort, smtpPort, webhookToken);
  }

  private static String value(String[] arguments, int optionIndex) {
    if (optionIndex + 1 == arguments.length || arguments[optionIndex + 1].isEmpty()) {
      throw new IllegalArgumentException(arguments[optionIndex] + " needs a value after it");
    }
    return arguments[optionIndex + 1];
  }

  private static int port(String option, String text) {
    if (!text.matches("\\d{1,5}")) {
      throw new IllegalArgumentException(portProblem(option, text));
    }
    return Integer.parseInt(text);
  }

  private static void checkPort(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(portProblem(option, Integer.toString(port)));
    }
  }

  private static String portProblem(String option, String text) {
    return "%s must be a number from 0 to 65535, not '%s'; 0 takes a free port"
        .formatted(option, text);
  }

  /// Without the token.
  @Override
  public String toString() {
    return "http port %d, smtp port %d, %s"
        .formatted(httpPort, smtpPort, webhookToken == null ? "any token" : "one token");
  }
}

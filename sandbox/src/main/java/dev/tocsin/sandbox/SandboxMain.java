package dev.tocsin.sandbox;

import java.io.IOException;

/// Runs the sandbox until it is told to stop.
public final class SandboxMain {
  private static final String USAGE =
      """
      Stand-ins on this machine for outside services: payments, chat, paging, webhooks, mail.

        --port N           port for HTTP, default 9090; 0 takes a free one
        --smtp-port N      port for mail, default 2525; 0 takes a free one
        --webhook-token T  the only bearer token that the incident webhooks let in\
      """;

  private static final int WRONG_ARGUMENTS = 2;

  private SandboxMain() {}

  public static void main(String[] arguments) {
    if (arguments.length == 1 && arguments[0].equals("--help")) {
      System.out.println(USAGE);
      return;
    }
    // Without this the JDK's server waits 40 ms between the head and the body of an answer.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      var sandbox = Sandbox.start(SandboxOptions.parse(arguments));
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(sandbox::close));
      System.out.printf("sandbox ready http=%d smtp=%d%n", sandbox.httpPort(), sandbox.smtpPort());
    } catch (IllegalArgumentException | IOException problem) {
      System.err.println("sandbox: " + problem.getMessage());
      System.exit(WRONG_ARGUMENTS);
    }
  }
}

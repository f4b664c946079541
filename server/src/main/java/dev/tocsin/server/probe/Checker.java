package dev.tocsin.server.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/// Carries out checks. The timeout holds for all of a check, from the look-up of the name to the
/// last byte that is read.
final class Checker implements AutoCloseable {
  private static final int BODY_LIMIT_BYTES = 64 * 1024;
  private static final String AGENT = "tocsin";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// Made when they are first needed: their cryptography takes a tenth of a second to set up, which
  /// a start need not wait for.
  private final Map<HttpClient.Redirect, HttpClient> clients = new ConcurrentHashMap<>();

  private HttpClient client(HttpClient.Redirect redirect) {
    return clients.computeIfAbsent(redirect, this::newClient);
  }

  private HttpClient newClient(HttpClient.Redirect redirect) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(redirect)
        .executor(threads)
        .build();
  }

  CheckResult run(Check check, Duration timeout) throws InterruptedException {
    long start = System.nanoTime();
    Callable<String> work =
        switch (check) {
          case Check.Http http -> () -> problem(http, timeout);
          case Check.Tcp tcp -> () -> problem(tcp, timeout);
        };
    var task = threads.submit(work);
    try {
      var problem = task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return CheckResult.answered(millisSince(start), problem);
    } catch (TimeoutException e) {
      return CheckResult.unreachable(millisSince(start), noAnswer(timeout));
    } catch (ExecutionException e) {
      return CheckResult.unreachable(millisSince(start), explained(e, timeout));
    } finally {
      task.cancel(true);
    }
  }

  private static long millisSince(long startNanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }

  private static String noAnswer(Duration timeout) {
    return "no answer within " + timeout.toMillis() + " ms";
  }

  /// What is wrong with the answer; empty when nothing is.
  private String problem(Check.Http check, Duration timeout)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(check.address())
            .timeout(timeout)
            .header("User-Agent", AGENT)
            .method(check.method(), HttpRequest.BodyPublishers.noBody())
            .build();
    var client =
        client(check.followRedirects() ? HttpClient.Redirect.NORMAL : HttpClient.Redirect.NEVER);
    var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    // closing before the end of the body closes the connection
    try (var in = response.body()) {
      var body = in.readNBytes(BODY_LIMIT_BYTES);
      int status = response.statusCode();
      var expected = check.expectedStatus();
      if (expected.isEmpty() ? status / 100 != 2 : !expected.contains(status)) {
        return "status " + status + " instead of " + listed(check);
      }
      // the limit may cut a character in two; that harms nothing when looking for a text
      if (!new String(body, StandardCharsets.UTF_8).contains(check.bodyContains())) {
        return "the body does not contain \"" + check.bodyContains() + "\"";
      }
      return "";
    }
  }

  private static String listed(Check.Http check) {
    return check.expectedStatus().isEmpty()
        ? "2xx"
        : check.expectedStatus().stream().map(String::valueOf).collect(Collectors.joining(" or "));
  }

  private static String problem(Check.Tcp check, Duration timeout) throws IOException {
    var address = new InetSocketAddress(check.host(), check.port());
    if (address.isUnresolved()) {
      throw new ConnectException("the host name is unknown");
    }
    try (var socket = new Socket()) {
      socket.connect(address, Math.toIntExact(timeout.toMillis()));
      return "";
    }
  }

  private static String explained(ExecutionException failure, Duration timeout) {
    return switch (failure.getCause()) {
      case null -> "the check failed";
      case java.net.http.HttpTimeoutException _, java.net.SocketTimeoutException _ ->
          noAnswer(timeout);
      case ConnectException e -> connectProblem(e);
      case SSLException e -> "the TLS connection failed: " + e.getMessage();
      case IOException e -> "the connection failed: " + reason(e);
      case Throwable e -> "the check failed: " + e;
    };
  }

  private static String connectProblem(ConnectException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "the host name is unknown";
      }
    }
    var message = failure.getMessage();
    return message == null ? "the connection is refused or the host cannot be reached" : message;
  }

  private static String reason(IOException failure) {
    var message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  @Override
  public void close() {
    clients.values().forEach(HttpClient::shutdownNow);
    threads.shutdownNow();
  }
}

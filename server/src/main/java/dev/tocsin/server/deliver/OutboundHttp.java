package dev.tocsin.server.deliver;

import dev.tocsin.server.config.DurationText;
import dev.tocsin.server.config.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Posts to receivers and reads their answer as a [Receipt]. Never follows redirects, reads only
/// the beginning of an answer, and keeps secrets out of what it says.
public final class OutboundHttp implements AutoCloseable {
  private static final int EXCERPT_LENGTH_LIMIT = 200;
  private static final int READ_LENGTH_LIMIT = 64 * 1024;
  private static final int SECRET_LENGTH_LEAST = 4;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /// Made when it is first needed: its cryptography takes a tenth of a second to set up, which a
  /// start need not wait for.
  private @Nullable HttpClient client;

  private final InstantSource clock;

  /// A receiver.
  ///
  /// @param timeout for the whole exchange
  /// @param secrets texts that must not appear in a receipt even when the receiver repeats them
  public record Target(
      URI address, Duration timeout, boolean allowPrivateAddresses, List<Secret> secrets) {
    public Target {
      // Replacing very short texts would only garble the answer.
      secrets =
          secrets.stream()
              .filter(secret -> secret.reveal().length() >= SECRET_LENGTH_LEAST)
              .toList();
    }

    /// The same receiver at another address.
    public Target at(URI other) {
      return new Target(other, timeout, allowPrivateAddresses, secrets);
    }
  }

  public OutboundHttp(InstantSource clock) {
    this.clock = clock;
  }

  /// What is posted.
  ///
  /// @param read judges the body of an answer with a status of success; only asked then
  public record Post(
      Map<String, String> headers,
      String contentType,
      byte[] body,
      Optional<Function<String, Receipt>> read) {
    public Post {
      headers = Map.copyOf(headers);
    }

    public static Post json(Object value) {
      return new Post(
          Map.of(), "application/json; charset=utf-8", JsonBody.bytes(value), Optional.empty());
    }

    /// JSON in which empty members stay.
    public static Post wholeJson(Object value) {
      return new Post(
          Map.of(), "application/json; charset=utf-8", JsonBody.whole(value), Optional.empty());
    }

    public static Post form(Map<String, String> fields) {
      var body =
          fields.entrySet().stream()
              .map(it -> encoded(it.getKey()) + "=" + encoded(it.getValue()))
              .collect(Collectors.joining("&"))
              .getBytes(StandardCharsets.UTF_8);
      return new Post(Map.of(), "application/x-www-form-urlencoded", body, Optional.empty());
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// This post with a further header.
    public Post with(String header, String value) {
      var more = new LinkedHashMap<>(headers);
      more.put(header, value);
      return new Post(more, contentType, body, read);
    }

    /// This post, whose answer is judged by its body too.
    public Post reading(Function<String, Receipt> judge) {
      return new Post(headers, contentType, body, Optional.of(judge));
    }
  }

  public Receipt post(Target target, Map<String, String> headers, byte[] json) {
    return post(
        target, new Post(headers, "application/json; charset=utf-8", json, Optional.empty()));
  }

  public Receipt post(Target target, Post post) {
    try {
      if (!target.allowPrivateAddresses() && AddressGuard.isPrivate(target.address().getHost())) {
        return new Receipt.Rejected(
            "the address is in a private network; set allow_private_addresses: true for the"
                + " channel if that is intended");
      }
    } catch (UnknownHostException e) {
      return new Receipt.Retry("UnknownHostException: the host name cannot be resolved");
    }
    var request =
        HttpRequest.newBuilder(target.address())
            .timeout(target.timeout())
            .header("Content-Type", post.contentType())
            .header("User-Agent", "Tocsin")
            .POST(HttpRequest.BodyPublishers.ofByteArray(post.body()));
    post.headers().forEach(request::header);
    return exchange(target, request.build(), post.read());
  }

  private Receipt exchange(
      Target target, HttpRequest request, Optional<Function<String, Receipt>> read) {
    int limit = read.isPresent() ? READ_LENGTH_LIMIT : EXCERPT_LENGTH_LIMIT;
    var exchange = client().sendAsync(request, _ -> new Excerpt(limit));
    try {
      var response = exchange.get(target.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return read.isPresent() && response.statusCode() / 100 == 2
          ? read.get().apply(response.body())
          : receipt(target, response);
    } catch (TimeoutException e) {
      exchange.cancel(true);
      return timedOut(target);
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      return new Receipt.Retry("the attempt was interrupted");
    } catch (ExecutionException e) {
      return failure(target, e.getCause() == null ? e : e.getCause());
    }
  }

  private static Receipt failure(Target target, Throwable failure) {
    return switch (failure) {
      case HttpTimeoutException _ -> timedOut(target);
      case ConnectException _ -> new Receipt.Retry("ConnectException: the connection was refused");
      case IOException broken -> new Receipt.Retry(broken.getClass().getSimpleName());
      default -> throw new IllegalStateException("BUG: posting failed", failure);
    };
  }

  private static Receipt timedOut(Target target) {
    return new Receipt.Retry(
        "HttpTimeoutException: no answer within " + DurationText.print(target.timeout()));
  }

  private Receipt receipt(Target target, HttpResponse<String> response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return new Receipt.Accepted("HTTP " + status);
    }
    if (status >= 300 && status < 400) {
      return new Receipt.Rejected("HTTP " + status + ": redirects are not followed");
    }
    var answer = "HTTP " + status + excerpt(target, response.body());
    if (status == 408 || status == 425 || status == 429 || status >= 500) {
      var after =
          response
              .headers()
              .firstValue("Retry-After")
              .map(header -> RetryAfter.parse(header, clock.instant()))
              .orElse(Duration.ZERO);
      return new Receipt.Retry(answer, after);
    }
    return new Receipt.Rejected(answer);
  }

  private static String excerpt(Target target, String body) {
    var text = body;
    for (var secret : target.secrets()) {
      text = text.replace(secret.reveal(), secret.toString());
    }
    text = text.replaceAll("[^\\x20-\\x7e]+", " ").strip();
    if (text.length() > EXCERPT_LENGTH_LIMIT) {
      return ": (a long answer)";
    }
    return text.isEmpty() ? "" : ": " + text;
  }

  private synchronized HttpClient client() {
    var known = client;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .executor(task -> Thread.ofVirtual().name("http").start(task))
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(CONNECT_TIMEOUT)
              .build();
      client = known;
    }
    return known;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (client != null) {
        client.shutdownNow();
      }
    }
  }
}

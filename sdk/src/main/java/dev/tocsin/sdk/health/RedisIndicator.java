package dev.tocsin.sdk.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Says `PING` to Redis on a connection of its own and expects `PONG`, then reads its figures. It
/// speaks the few words of the protocol itself, so the application needs no Redis client for its
/// health.
public final class RedisIndicator implements DescribedIndicator {

  /// The environment variable that tells where Redis is.
  public static final String KEY = "REDIS_URL";

  public static final IndicatorDescription DESCRIPTION =
      new IndicatorDescription(
          "redis",
          "Redis",
          Criticality.CRITICAL,
          HealthScope.READINESS,
          DEFAULT_TIMEOUT,
          DEFAULT_CACHE_TIME);

  private static final int DEFAULT_PORT = 6379;

  private final URI url;
  private final Duration timeout = DEFAULT_TIMEOUT;

  private RedisIndicator(URI url) {
    this.url = url;
  }

  /// @param url `redis://[user:password@]host[:port]`, or `rediss://` for TLS
  public static RedisIndicator of(String url) {
    URI parsed = parse(url);
    String scheme = parsed == null ? null : parsed.getScheme();
    if (parsed == null
        || parsed.getHost() == null
        || !("redis".equals(scheme) || "rediss".equals(scheme))) {
      // The address itself may carry a password and stays out of the message.
      throw new IllegalArgumentException(
          "The Redis address must look like redis://[user:password@]host[:port] (rediss for TLS).");
    }
    return new RedisIndicator(parsed);
  }

  private static @Nullable URI parse(String url) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public IndicatorDescription description() {
    return DESCRIPTION;
  }

  @Override
  public IndicatorKind kind() {
    return IndicatorKind.REDIS;
  }

  @Override
  public HealthOutcome check() throws IOException {
    try (Socket plain = new Socket()) {
      int port = url.getPort() == -1 ? DEFAULT_PORT : url.getPort();
      plain.connect(new InetSocketAddress(url.getHost(), port), (int) timeout.toMillis());
      plain.setSoTimeout((int) timeout.toMillis());
      Socket socket = "rediss".equals(url.getScheme()) ? encrypted(plain, port) : plain;
      return ask(new RedisWire(socket));
    }
  }

  private Socket encrypted(Socket plain, int port) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    return factory.createSocket(plain, url.getHost(), port, true);
  }

  private HealthOutcome ask(RedisWire redis) throws IOException {
    String userInfo = url.getUserInfo();
    if (userInfo != null && !userInfo.isEmpty()) {
      String answer = redis.say(credentials(userInfo));
      if (!answer.equals("+OK")) {
        return HealthOutcome.down("Redis refused the credentials");
      }
    }
    String answer = redis.say("PING");
    return answer.equals("+PONG")
        ? new HealthOutcome.Up(figures(redis))
        : HealthOutcome.down("Redis answered PING with '" + answer + "'");
  }

  /// What the user may not see is left out: it is no reason to be DOWN.
  private static Map<String, Object> figures(RedisWire redis) throws IOException {
    StringBuilder information = new StringBuilder();
    for (String section : RedisFigures.SECTIONS) {
      information.append(redis.say("INFO", section)).append("\r\n");
    }
    return RedisFigures.of(information.toString());
  }

  private static String[] credentials(String userInfo) {
    int colon = userInfo.indexOf(':');
    if (colon < 0) {
      return new String[] {"AUTH", userInfo};
    }
    String password = userInfo.substring(colon + 1);
    return colon == 0
        ? new String[] {"AUTH", password}
        : new String[] {"AUTH", userInfo.substring(0, colon), password};
  }
}

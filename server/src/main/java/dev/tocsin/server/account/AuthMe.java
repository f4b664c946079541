package dev.tocsin.server.account;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.tocsin.sdk.http.BoundedHttp;
import dev.tocsin.server.account.ValidationFigures.Mode;
import dev.tocsin.server.http.Actor;
import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Json;
import dev.tocsin.server.http.Role;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks the shop's `/auth/me` whose token this is, and remembers the answer for a while.
///
/// A failure of the shop is not remembered and answers nobody: nobody gets in because something is
/// broken, and everybody gets in again as soon as it works.
final class AuthMe {
  private static final Logger LOG = System.getLogger(AuthMe.class.getName());
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int ANSWER_LIMIT_BYTES = 16 * 1024;
  private static final int CACHE_LIMIT = 10_000;

  private final URI address;
  private final AccountOptions options;
  private final InstantSource clock;
  private final ValidationFigures figures;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Map<String, Remembered> cache =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
          return size() > CACHE_LIMIT;
        }
      };

  private record Remembered(Actor actor, long untilMillis) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Answer(@Nullable String id, @Nullable String name, @Nullable String role) {}

  AuthMe(URI address, AccountOptions options, InstantSource clock, ValidationFigures figures) {
    this.address = address;
    this.options = options;
    this.clock = clock;
    this.figures = figures;
  }

  Actor actor(String token) {
    long start = System.nanoTime();
    var key = Tokens.hash(token);
    var remembered = remembered(key);
    if (remembered != null) {
      figures.count(Mode.CACHE, System.nanoTime() - start);
      return remembered;
    }
    try {
      return ask(token, key);
    } catch (IOException | HttpFailure e) {
      LOG.log(Level.WARNING, "cannot ask {0} about an access token: {1}", address, e.toString());
      return Actor.ANONYMOUS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Actor.ANONYMOUS;
    } finally {
      figures.count(Mode.REMOTE, System.nanoTime() - start);
    }
  }

  private Actor ask(String token, String key) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .GET()
            .build();
    var answered = BoundedHttp.send(client, request, ANSWER_LIMIT_BYTES);
    if (answered.status() == 401 || answered.status() == 403) {
      return remember(key, Actor.ANONYMOUS, options.negativeLifetime());
    }
    if (answered.status() != 200) {
      throw new IOException("answered " + answered.status());
    }
    var answer = Json.read(answered.body(), Answer.class);
    var role = AccessTokens.role(answer.role());
    if (answer.id() == null || role == Role.ANYONE) {
      return remember(key, Actor.ANONYMOUS, options.negativeLifetime());
    }
    var name = answer.name() == null ? answer.id() : answer.name();
    var actor = new Actor(answer.id(), name, role, null);
    return remember(key, actor, options.positiveLifetime());
  }

  private @Nullable Actor remembered(String key) {
    synchronized (cache) {
      var found = cache.get(key);
      return found == null || found.untilMillis() <= clock.millis() ? null : found.actor();
    }
  }

  private Actor remember(String key, Actor actor, Duration lifetime) {
    synchronized (cache) {
      cache.put(key, new Remembered(actor, clock.millis() + lifetime.toMillis()));
    }
    return actor;
  }
}

package dev.tocsin.server.account;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import dev.tocsin.server.http.Actor;
import dev.tocsin.server.http.Role;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Access tokens (JWT) that the shop issues to its administrators: verified here with the shared
/// secret, or by asking the shop's `/auth/me` through a cache.
public final class AccessTokens {
  private final Optional<JWTVerifier> verifier;
  private final @Nullable AuthMe authMe;
  private final ValidationFigures figures;

  public AccessTokens(AccountOptions options, InstantSource clock, ValidationFigures figures) {
    this.figures = figures;
    this.verifier = options.accessSecret().map(secret -> verifier(secret.reveal(), clock));
    this.authMe =
        verifier.isPresent()
            ? null
            : options.authMe().map(uri -> new AuthMe(uri, options, clock, figures)).orElse(null);
  }

  private static JWTVerifier verifier(String secret, InstantSource clock) {
    var verification =
        (JWTVerifier.BaseVerification) JWT.require(Algorithm.HMAC256(secret)).acceptLeeway(5);
    return verification.build(
        new Clock() {
          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public java.time.Instant instant() {
            return clock.instant();
          }
        });
  }

  /// The bearer of a token; [Actor#ANONYMOUS] if it is not valid.
  Actor actor(String token) {
    if (verifier.isPresent()) {
      long start = System.nanoTime();
      try {
        return verified(verifier.get(), token);
      } finally {
        figures.count(ValidationFigures.Mode.LOCAL, System.nanoTime() - start);
      }
    }
    return authMe == null ? Actor.ANONYMOUS : authMe.actor(token);
  }

  private static Actor verified(JWTVerifier verifier, String token) {
    try {
      var claims = verifier.verify(token);
      var subject = claims.getSubject();
      var role = role(claims.getClaim("role").asString());
      // A token without an end could never be taken back.
      if (subject == null || role == Role.ANYONE || claims.getExpiresAt() == null) {
        return Actor.ANONYMOUS;
      }
      var name = claims.getClaim("name").asString();
      return new Actor(subject, name == null ? subject : name, role, null);
    } catch (JWTVerificationException e) {
      return Actor.ANONYMOUS;
    }
  }

  static Role role(@Nullable String text) {
    if (text == null) {
      return Role.ANYONE;
    }
    try {
      return Role.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return Role.ANYONE;
    }
  }
}

package dev.tocsin.server.account;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// How people and programs prove who they are.
///
/// @param adminPassword the first administrator's password; generated when absent
/// @param accessSecret verifies access tokens (JWT, HS256) here, without asking anybody
/// @param authMe asked about access tokens when there is no secret
/// @param positiveLifetime how long a good answer of `authMe` is believed: the longest that a
///   revoked token still works
/// @param negativeLifetime how long a bad answer is believed
public record AccountOptions(
    Optional<Secret> adminPassword,
    Optional<Secret> accessSecret,
    Optional<URI> authMe,
    Duration positiveLifetime,
    Duration negativeLifetime,
    Duration sessionLifetime) {
  private static final int LEAST_SECRET_LENGTH = 32;

  /// Reads the section `account`.
  ///
  /// @param environment where `JWT_ACCESS_SECRET` is looked for when the section has none
  public static AccountOptions read(Settings section, Map<String, String> environment) {
    var secret =
        section
            .secret("jwt_access_secret")
            .or(
                () ->
                    Optional.ofNullable(environment.get("JWT_ACCESS_SECRET"))
                        .filter(it -> !it.isBlank())
                        .map(Secret::new));
    if (secret.isPresent() && secret.get().reveal().length() < LEAST_SECRET_LENGTH) {
      section.report(
          "jwt_access_secret",
          "is shorter than " + LEAST_SECRET_LENGTH + " characters",
          "use the shop's JWT_ACCESS_SECRET or generate a longer one");
    }
    var password = section.secret("admin_password");
    if (password.isPresent() && password.get().reveal().length() < Passwords.LEAST_LENGTH) {
      section.report(
          "admin_password",
          "is shorter than " + Passwords.LEAST_LENGTH + " characters",
          "choose a longer one or leave it out to have one generated");
    }
    var second = Duration.ofSeconds(1);
    var options =
        new AccountOptions(
            password,
            secret,
            section.address("auth_me_url"),
            section.duration(
                "auth_me_cache", Duration.ofSeconds(60), second, Duration.ofMinutes(10)),
            section.duration(
                "auth_me_negative_cache", Duration.ofSeconds(10), second, Duration.ofMinutes(10)),
            section.duration(
                "session_lifetime",
                Duration.ofHours(12),
                Duration.ofMinutes(1),
                Duration.ofDays(30)));
    section.finish();
    return options;
  }
}

package dev.tocsin.sdk.spring;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.security`; `sdk/docs/security.md` explains each.
///
/// @param oddHours not set means that no hour is odd
/// @param bulkReadLimit reads of administrative paths per user and hour that are still usual
@ConfigurationProperties("tocsin.security")
record TocsinSecurityProperties(
    @DefaultValue BruteForce bruteForce,
    @DefaultValue Users users,
    @DefaultValue Proxies proxies,
    @DefaultValue Admin admin,
    @Nullable OddHours oddHours,
    @DefaultValue("1000") long bulkReadLimit) {

  record BruteForce(
      @DefaultValue("15m") Duration window,
      @DefaultValue("10") int failuresPerAccount,
      @DefaultValue("50") int failuresPerSource,
      @DefaultValue("10") int accountsPerSource) {}

  /// @param plain whether events name users as they are
  /// @param hashKey not set means one that lasts as long as the process
  record Users(@DefaultValue("false") boolean plain, @Nullable String hashKey) {

    @Override
    public String toString() {
      return "Users[plain=" + plain + "]";
    }
  }

  /// @param trusted whose `X-Forwarded-For` and country are believed
  /// @param countryHeader where a trusted proxy writes the country
  record Proxies(@DefaultValue List<String> trusted, @Nullable String countryHeader) {}

  record Admin(
      @DefaultValue({"/admin/**", "/v1/admin/**", "/api/v1/admin/**"}) List<String> paths,
      @DefaultValue({"ROLE_ADMIN", "ROLE_SUPER_ADMIN"}) List<String> authorities) {}

  record OddHours(LocalTime from, LocalTime until, @DefaultValue("UTC") ZoneId zone) {}
}

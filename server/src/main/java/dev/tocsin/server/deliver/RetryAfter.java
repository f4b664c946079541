package dev.tocsin.server.deliver;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// The header `Retry-After`: seconds or a date. What cannot be read counts as absent.
///
/// Source: RFC 9110, section 10.2.3.
final class RetryAfter {
  /// No receiver may hold a notification back for longer.
  static final Duration LIMIT = Duration.ofHours(1);

  private RetryAfter() {}

  static Duration parse(String header, Instant now) {
    var text = header.strip();
    try {
      var wish =
          !text.isEmpty() && text.chars().allMatch(Character::isDigit)
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.between(
                  now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      if (wish.isNegative()) {
        return Duration.ZERO;
      }
      return wish.compareTo(LIMIT) > 0 ? LIMIT : wish;
    } catch (NumberFormatException e) {
      return LIMIT;
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }
}

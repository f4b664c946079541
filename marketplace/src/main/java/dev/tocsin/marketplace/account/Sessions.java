package dev.tocsin.marketplace.account;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/// The session cookie: 256 random bits that only the visitor knows; tables keep their SHA-256.
@Component
class Sessions {
  static final Duration VALIDITY = Duration.ofDays(30);
  private static final String COOKIE = "shop_session";
  private static final int COOKIE_BYTES = 32;
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final SecureRandom random = new SecureRandom();

  String newCookie() {
    var bytes = new byte[COOKIE_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// Finds the cookie of a request, if it has one of our shape.
  static Optional<String> cookie(HttpServletRequest request) {
    var cookies = request.getCookies();
    if (cookies == null) {
      return Optional.empty();
    }
    for (Cookie cookie : cookies) {
      if (cookie.getName().equals(COOKIE) && SHAPE.matcher(cookie.getValue()).matches()) {
        return Optional.of(cookie.getValue());
      }
    }
    return Optional.empty();
  }

  static void send(String cookie, HttpServletRequest request, HttpServletResponse response) {
    var header =
        ResponseCookie.from(COOKIE, cookie)
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite("Lax")
            .path("/")
            .maxAge(VALIDITY)
            .build();
    response.addHeader(HttpHeaders.SET_COOKIE, header.toString());
  }

  static String keyOf(String cookie) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(cookie.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException("BUG: this JDK lacks SHA-256", exception);
    }
  }
}

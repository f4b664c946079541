package dev.tocsin.sdk.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.redact.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

class AccessLogTest {

  @ParameterizedTest
  @CsvSource({"200,INFO", "302,INFO", "399,INFO", "400,WARN", "499,WARN", "500,ERROR", "503,ERROR"})
  void theLevelFollowsTheStatus(int status, Level level) {
    assertEquals(level, AccessLog.level(status));
  }

  @Test
  void probesAndScrapesAreIgnoredAndTheirNeighboursAreNot() {
    AccessLog log = new AccessLog(AccessLog.DEFAULT_IGNORED, Redactor.standard());

    for (String path : List.of("/health", "/health/ready", "/healthz", "/readyz", "/metrics")) {
      assertTrue(log.ignores(path), path);
    }
    for (String path : List.of("/healthy-food", "/metrics-page", "/", "/products/health")) {
      assertFalse(log.ignores(path), path);
    }
  }

  @Test
  void theUserOfATokenIsItsSubjectOrItsId() {
    assertEquals(Optional.of("u-1"), user("{\"sub\":\"u-1\",\"id\":\"x\"}"));
    assertEquals(Optional.of("42"), user("{\"id\":42}"));
    assertEquals(Optional.empty(), user("{\"name\":\"x\"}"));
    assertEquals(Optional.empty(), user("{\"sub\":{\"a\":1}}"));
    assertEquals(Optional.empty(), user("{\"sub\":\"a\\nb\"}"));
    assertEquals(Optional.empty(), user("{\"sub\":\"" + "a".repeat(200) + "\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer a.b", "Bearer a.%%.c", "Basic a.b.c", "Bearer .."})
  void whatIsNoTokenNamesNobody(String header) {
    assertEquals(Optional.empty(), TokenUser.of(header));
  }

  private static Optional<String> user(String claims) {
    String payload =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return TokenUser.of("Bearer eyJhbGciOiJub25lIn0." + payload + ".sig");
  }
}

package dev.tocsin.sdk.rum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class RumScriptTest {

  private static final int SIZE_LIMIT_BYTES = 6_000;

  private final RumScript script =
      new RumScript(
          new RumOptions(true, RumOptions.DEFAULT_VITALS_ENDPOINT, "/api/browser-errors"));

  @Test
  void compressedItStaysBelowSixKilobytesInAll() {
    int size = script.answer(null, "gzip, br", null).body().length;
    assertTrue(size < SIZE_LIMIT_BYTES, () -> size + " bytes");
  }

  @Test
  void theCompressedScriptIsThePlainOne() throws IOException {
    RumAnswer plain = script.answer(null, null, null);
    RumAnswer gzip = script.answer(null, "gzip", null);
    assertEquals("gzip", gzip.headers().get("Content-Encoding"));
    assertFalse(plain.headers().containsKey("Content-Encoding"));
    assertEquals("Accept-Encoding", plain.headers().get("Vary"));
    assertArrayEquals(
        plain.body(), new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes());
    assertNotEquals(plain.headers().get("ETag"), gzip.headers().get("ETag"));
  }

  @Test
  void theConfigurationAndTheLicenceAreInIt() {
    String text = new String(script.answer(null, null, null).body(), StandardCharsets.UTF_8);
    assertTrue(
        text.contains(
            "const config = {\"production\":true,"
                + "\"vitals\":\"/api/v1/monitoring/performance/web-vitals\","
                + "\"errors\":\"/api/browser-errors\"};"));
    assertTrue(text.startsWith("/* web-vitals 6.2.3, Copyright Google LLC, Apache License 2.0 */"));
    assertFalse(text.contains("sourceMappingURL"));
    assertFalse(text.contains("eval("));
  }

  @Test
  void aBrowserThatHasItIsToldSo() {
    String tag = script.answer(null, "gzip", null).headers().get("ETag");
    RumAnswer again = script.answer(tag, "gzip", null);
    assertEquals(304, again.status());
    assertEquals(0, again.body().length);
    assertEquals(200, script.answer("\"other\"", "gzip", null).status());
  }

  @Test
  void theVersionedAddressIsKeptForGoodAndAnyOtherForAnHour() {
    String version = script.versionedPath().substring("/tocsin/rum.js?v=".length());
    assertEquals(
        "public, max-age=31536000, immutable",
        script.answer(null, null, version).headers().get("Cache-Control"));
    assertEquals(
        "public, max-age=3600", script.answer(null, null, "old").headers().get("Cache-Control"));
    RumScript other =
        new RumScript(new RumOptions(false, RumOptions.DEFAULT_VITALS_ENDPOINT, null));
    assertNotEquals(script.versionedPath(), other.versionedPath());
  }
}

package dev.tocsin.sdk.rum;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// `tocsin-rum.js`: the web-vitals library, our script and its configuration as one file. A page
/// needs one element and nothing inline, so it runs under `script-src 'self'; connect-src 'self'`:
///
/// ```html
/// <script src="/tocsin/rum.js" defer></script>
/// ```
public final class RumScript {

  /// Where it is served.
  public static final String PATH = "/tocsin/rum.js";

  private static final String LIBRARY = "web-vitals-6.2.3.min.js";
  private static final String LIBRARY_NOTE =
      "/* web-vitals 6.2.3, Copyright Google LLC, Apache License 2.0 */\n";
  private static final String FOREVER = "public, max-age=31536000, immutable";
  private static final String SHORTLY = "public, max-age=3600";
  private static final int VERSION_LENGTH = 16;

  private final byte[] plain;
  private final byte[] compressed;
  private final String version;

  public RumScript(RumOptions options) {
    String own = resource("tocsin-rum.js").replace("= CONFIG;", "= " + config(options) + ";");
    String script = LIBRARY_NOTE + "(() => {\n" + resource(LIBRARY) + "\n" + own + "})();\n";
    this.plain = script.getBytes(StandardCharsets.UTF_8);
    this.compressed = gzip(plain);
    this.version = hash(plain).substring(0, VERSION_LENGTH);
  }

  /// The path with the hash of the content, for templates: browsers may then keep the script for
  /// good.
  public String versionedPath() {
    return PATH + "?v=" + version;
  }

  /// Answers a `GET`.
  ///
  /// @param ifNoneMatch the request's `If-None-Match`
  /// @param acceptEncoding the request's `Accept-Encoding`
  /// @param askedVersion the request's parameter `v`
  public RumAnswer answer(
      @Nullable String ifNoneMatch,
      @Nullable String acceptEncoding,
      @Nullable String askedVersion) {
    boolean gzip = acceptEncoding != null && acceptEncoding.contains("gzip");
    String tag = "\"" + version + (gzip ? "-gzip" : "") + "\"";
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Cache-Control", version.equals(askedVersion) ? FOREVER : SHORTLY);
    headers.put("ETag", tag);
    headers.put("Vary", "Accept-Encoding");
    if (ifNoneMatch != null && ifNoneMatch.contains(tag)) {
      return new RumAnswer(304, headers, new byte[0]);
    }
    headers.put("Content-Type", "text/javascript; charset=utf-8");
    headers.put("X-Content-Type-Options", "nosniff");
    if (gzip) {
      headers.put("Content-Encoding", "gzip");
    }
    return new RumAnswer(200, headers, gzip ? compressed : plain);
  }

  private static String config(RumOptions options) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.put("production", options.production());
    config.put("vitals", options.vitalsEndpoint());
    config.put("errors", options.errorsEndpoint());
    return config.toString();
  }

  private static String resource(String name) {
    try (InputStream in = RumScript.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("BUG: the resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The resource " + name + " cannot be read", e);
    }
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("BUG: compressing in memory failed", e);
    }
    return out.toByteArray();
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("BUG: every Java platform has SHA-256", e);
    }
  }
}

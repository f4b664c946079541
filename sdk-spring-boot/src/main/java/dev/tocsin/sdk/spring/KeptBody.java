package dev.tocsin.sdk.spring;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.ContentCachingRequestWrapper;
import org.springframework.web.util.WebUtils;

/// Keeps the beginning of a textual body, so that the report of a failure can show it.
final class KeptBody {

  private KeptBody() {}

  /// @param bytes that are kept; 0 keeps none and hands the request back
  static HttpServletRequest of(HttpServletRequest request, int bytes) {
    if (bytes == 0 || request instanceof ContentCachingRequestWrapper) {
      return request;
    }
    String type = request.getContentType();
    return type != null && isText(type.toLowerCase(Locale.ROOT))
        ? new ContentCachingRequestWrapper(request, bytes)
        : request;
  }

  static @Nullable String in(HttpServletRequest request) {
    ContentCachingRequestWrapper kept =
        WebUtils.getNativeRequest(request, ContentCachingRequestWrapper.class);
    return kept == null ? null : kept.getContentAsString();
  }

  private static boolean isText(String type) {
    return type.contains("json")
        || type.contains("xml")
        || type.startsWith("text/")
        || type.startsWith("application/x-www-form-urlencoded");
  }
}

package dev.tocsin.server.http;

/// One line of the route table.
///
/// @param path segments such as `/api/v1/incidents/{id}`; a last segment `{rest...}` takes the rest
/// @param role who may call it; checked before [#call()] runs
/// @param bodyLimitBytes the largest body that is read; a larger one is answered with 413
public record Route(String method, String path, Role role, int bodyLimitBytes, Call call) {
  private static final int USUAL_BODY_LIMIT_BYTES = 1024 * 1024;

  public Route {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("BUG: path without a leading slash: " + path);
    }
  }

  public static Route get(String path, Role role, Call call) {
    return new Route("GET", path, role, 0, call);
  }

  public static Route post(String path, Role role, Call call) {
    return new Route("POST", path, role, USUAL_BODY_LIMIT_BYTES, call);
  }

  public static Route put(String path, Role role, Call call) {
    return new Route("PUT", path, role, USUAL_BODY_LIMIT_BYTES, call);
  }

  public static Route patch(String path, Role role, Call call) {
    return new Route("PATCH", path, role, USUAL_BODY_LIMIT_BYTES, call);
  }

  public static Route delete(String path, Role role, Call call) {
    return new Route("DELETE", path, role, USUAL_BODY_LIMIT_BYTES, call);
  }

  /// This route with another body limit.
  public Route accepting(int limitBytes) {
    return new Route(method, path, role, limitBytes, call);
  }
}

package dev.tocsin.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Style sheets, scripts and pictures, served by ourselves under an address that holds a hash of
/// the content, so that browsers may keep them forever.
public final class Assets implements RouteSource {
  private static final int HASH_LENGTH = 12;
  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "webmanifest", "application/manifest+json");
  private static final Map<String, String> FROM_WEBJARS =
      Map.of("htmx.js", "META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js");

  private static final Map<String, Asset> LOADED = new ConcurrentHashMap<>();

  private record Asset(String type, byte[] content, String hash) {}

  /// The address of an asset, for templates: `/assets/1f3a…/components.css`.
  public static String url(String name) {
    return "/assets/" + load(name).hash() + "/" + name;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/assets/{hash}/{name}", Role.ANYONE, Assets::serve));
  }

  private static Reply serve(Request request) {
    var name = request.parameter("name");
    if (!name.matches("[a-z0-9][a-z0-9.-]{0,60}") || !exists(name)) {
      throw HttpFailure.notFound("this file");
    }
    var asset = load(name);
    var caching =
        asset.hash().equals(request.parameter("hash"))
            ? "public, max-age=31536000, immutable"
            : "no-cache";
    return new Reply.Whole(200, asset.type(), asset.content(), Map.of("Cache-Control", caching));
  }

  private static boolean exists(String name) {
    return Assets.class.getClassLoader().getResource(location(name)) != null;
  }

  private static String location(String name) {
    return FROM_WEBJARS.getOrDefault(name, "assets/" + name);
  }

  private static Asset load(String name) {
    return LOADED.computeIfAbsent(name, Assets::read);
  }

  private static Asset read(String name) {
    try (var in = Assets.class.getClassLoader().getResourceAsStream(location(name))) {
      if (in == null) {
        throw new IllegalStateException("BUG: no asset " + name);
      }
      var content = in.readAllBytes();
      var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      if (type == null) {
        throw new IllegalStateException("BUG: asset of unknown type " + name);
      }
      return new Asset(type, content, hash.substring(0, HASH_LENGTH));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

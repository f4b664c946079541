package dev.tocsin.server.http;

import dev.tocsin.server.config.Settings;
import java.net.URI;

/// Where and how the server listens.
///
/// @param port 0 lets the system choose
/// @param publicUrl how people reach the server; links in notifications start with it
public record HttpOptions(String address, int port, URI publicUrl) {
  static final int USUAL_PORT = 8080;

  public static HttpOptions read(Settings section) {
    var address = section.text("address", "127.0.0.1");
    int port = section.integer("port", USUAL_PORT, 0, 65_535);
    var publicUrl = section.address("public_url").orElse(URI.create("http://localhost:" + port));
    section.finish();
    return new HttpOptions(address, port, publicUrl);
  }

  boolean isSecure() {
    return "https".equals(publicUrl.getScheme());
  }
}

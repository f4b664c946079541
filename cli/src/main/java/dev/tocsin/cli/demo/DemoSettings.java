package dev.tocsin.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Where the demo's programs listen, keep their data, and how they know each other.
///
/// @param home the project's folder, with the built modules
/// @param folder the demo's data
/// @param adminToken opens the marketplace's switch page
record DemoSettings(
    Path home,
    Path folder,
    Ports ports,
    String adminPassword,
    String adminToken,
    String metricsToken) {

  /// The ports of this machine that the demo uses.
  record Ports(int server, int marketplace, int sandbox, int smtp) {
    private static final int[] USUAL = {8080, 8081, 9090, 2525};

    /// The usual ports, and others in place of those that are taken.
    static Ports usual() {
      return new Ports(free(USUAL[0]), free(USUAL[1]), free(USUAL[2]), free(USUAL[3]));
    }

    /// Ports that nobody uses now.
    static Ports anyFree() {
      return new Ports(free(0), free(0), free(0), free(0));
    }

    private static int free(int wanted) {
      try (var socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        if (wanted == 0) {
          throw new UncheckedIOException("this machine has no free port", e);
        }
        return free(0);
      }
    }
  }

  /// Settings whose secrets are made at the first start and kept in the folder, readable for this
  /// user only.
  static DemoSettings of(Path home, Path folder, Ports ports) {
    try {
      Files.createDirectories(folder);
      return new DemoSettings(
          home,
          folder,
          ports,
          kept(folder.resolve("admin-password"), 8),
          kept(folder.resolve("switch-token"), 16),
          kept(folder.resolve("metrics-token"), 16));
    } catch (IOException e) {
      throw new DemoException("cannot write to " + folder + ": " + e.getMessage());
    }
  }

  private static String kept(Path file, int bytes) throws IOException {
    if (Files.exists(file)) {
      return Files.readString(file).strip();
    }
    var random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    var secret = HexFormat.of().formatHex(random);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      var mine = PosixFilePermissions.fromString("rw-------");
      Files.createFile(file, PosixFilePermissions.asFileAttribute(mine));
    }
    Files.writeString(file, secret + "\n");
    return secret;
  }

  String serverUrl() {
    return "http://127.0.0.1:" + ports.server();
  }

  String marketplaceUrl() {
    return "http://127.0.0.1:" + ports.marketplace();
  }

  String sandboxUrl() {
    return "http://127.0.0.1:" + ports.sandbox();
  }
}

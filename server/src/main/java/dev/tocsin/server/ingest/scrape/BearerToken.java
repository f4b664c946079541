package dev.tocsin.server.ingest.scrape;

import dev.tocsin.server.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a target wants to see before it answers.
sealed interface BearerToken {
  /// The largest token file that is read.
  int SIZE_LIMIT_BYTES = 64 * 1024;

  record None() implements BearerToken {}

  record Inline(Secret token) implements BearerToken {}

  /// Read again for each scrape, as tokens in files are replaced while the server runs.
  record InFile(Path file) implements BearerToken {}

  /// The value of the `Authorization` header; empty when there is none to send.
  default String header() throws ScrapeException {
    return switch (this) {
      case None() -> "";
      case Inline(var token) -> "Bearer " + token.reveal();
      case InFile(var file) -> "Bearer " + read(file);
    };
  }

  private static String read(Path file) throws ScrapeException {
    try {
      if (Files.size(file) > SIZE_LIMIT_BYTES) {
        throw new ScrapeException("the token file " + file + " is too large");
      }
      var token = Files.readString(file).strip();
      if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
        throw new ScrapeException("the token file " + file + " does not hold one token");
      }
      return token;
    } catch (IOException e) {
      throw new ScrapeException("the token file " + file + " cannot be read");
    }
  }
}

package dev.tocsin.sdk.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The governance file (`production-governance.json`; `docs/formats/governance.md` has the format)
/// as this process found it when it started. A file that is not usable never stops the application:
/// it is shown with its problems.
public sealed interface Governance {

  /// The application has no governance file.
  static Governance none() {
    return new None();
  }

  /// Reads the file; the hash is that of exactly the bytes that were read.
  static Governance load(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(GovernanceReader.MAX_SIZE_BYTES + 1);
      GovernanceReader reader = new GovernanceReader();
      Map<String, PolicyRecord> policies = reader.read(content);
      String hash = sha256(content);
      return reader.problems().isEmpty()
          ? new Loaded(path, hash, policies)
          : new Unusable(path, hash, reader.problems());
    } catch (NoSuchFileException e) {
      return new Unusable(path, "", List.of("there is no such file; set the path or add the file"));
    } catch (IOException e) {
      return new Unusable(path, "", List.of("it cannot be read: " + e.getClass().getSimpleName()));
    }
  }

  private static String sha256(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("BUG: every Java platform has SHA-256", e);
    }
  }

  /// No file is configured.
  record None() implements Governance {}

  /// @param sha256 of the file's bytes, in lower-case hexadecimal
  record Loaded(Path path, String sha256, Map<String, PolicyRecord> policies)
      implements Governance {

    public Loaded {
      policies = Collections.unmodifiableMap(new TreeMap<>(policies));
    }
  }

  /// @param sha256 empty when the file could not be read
  /// @param problems all of them, each with its place in the file
  record Unusable(Path path, String sha256, List<String> problems) implements Governance {

    public Unusable {
      problems = List.copyOf(problems);
    }
  }
}

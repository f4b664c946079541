package dev.tocsin.server.ascode;

import dev.tocsin.server.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The section `as_code`.
///
/// @param folder whose files are applied, if any
public record AsCodeOptions(Optional<Path> folder) {
  public static AsCodeOptions read(Settings section) {
    var folder = section.text("folder").filter(text -> !text.isBlank()).map(Path::of);
    folder
        .filter(path -> !Files.isDirectory(path))
        .ifPresent(path -> section.report("folder", "\"" + path + "\" is no folder", "create it"));
    section.finish();
    return new AsCodeOptions(folder);
  }
}

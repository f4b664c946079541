package dev.tocsin.build;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The files that people wrote: all but what the build, the editor or a running server left.
final class SourceTree {
  private static final Set<String> HIDDEN_BUT_OURS = Set.of(".ci", ".github", ".mvn");
  private static final Set<String> PRODUCTS = Set.of("target", "node_modules");

  private final Path root;

  SourceTree(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  Path root() {
    return root;
  }

  /// All files below the root, sorted.
  List<Path> files() throws IOException {
    var files = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return isOurs(folder) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }

  List<Path> javaFiles() throws IOException {
    return files().stream().filter(file -> file.toString().endsWith(".java")).toList();
  }

  /// The path below the root, with slashes on every system.
  String name(Path file) {
    return root.relativize(file.toAbsolutePath()).toString().replace('\\', '/');
  }

  private boolean isOurs(Path folder) {
    String name = folder.equals(root) ? "" : folder.getFileName().toString();
    boolean serverData = folder.equals(root.resolve("data"));
    boolean hidden = name.startsWith(".") && !HIDDEN_BUT_OURS.contains(name);
    return !hidden && !serverData && !PRODUCTS.contains(name);
  }
}

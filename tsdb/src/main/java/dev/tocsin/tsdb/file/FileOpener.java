package dev.tocsin.tsdb.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Creates the files that the store writes. A seam for disks that are full or broken.
@FunctionalInterface
public interface FileOpener {
  /// Creates an empty file and opens it for writing; replaces one that exists.
  FileChannel create(Path file) throws IOException;
}

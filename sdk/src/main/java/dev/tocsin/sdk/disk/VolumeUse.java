package dev.tocsin.sdk.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// How full a volume is, as `df` counts it: used over used plus what is usable without privileges.
record VolumeUse(long usedBytes, long usableBytes) {

  static VolumeUse of(Path path) throws IOException {
    FileStore store = Files.getFileStore(path);
    return new VolumeUse(
        store.getTotalSpace() - store.getUnallocatedSpace(), store.getUsableSpace());
  }

  double ratio() {
    double all = (double) usedBytes + usableBytes;
    return all <= 0 ? 0 : usedBytes / all;
  }
}

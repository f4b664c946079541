package dev.tocsin.tsdb;

import dev.tocsin.tsdb.file.FileOpener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A disk that can be told to fail in one of several ways.
final class FragileDisk implements FileOpener {
  enum Failure {
    CREATE,
    /// Half of the bytes are written, then there is no room.
    WRITE,
    FORCE
  }

  private final FileOpener real;
  private volatile @Nullable Failure failure;

  FragileDisk(FileOpener real) {
    this.real = real;
  }

  void fail(Failure how) {
    failure = how;
  }

  void heal() {
    failure = null;
  }

  private void failIf(Failure how) throws IOException {
    if (failure == how) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public FileChannel create(Path file) throws IOException {
    failIf(Failure.CREATE);
    return new FragileChannel(real.create(file));
  }

  private final class FragileChannel extends ForwardingChannel {
    private FragileChannel(FileChannel target) {
      super(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      if (failure == Failure.WRITE) {
        var half = source.duplicate();
        half.limit(source.position() + source.remaining() / 2);
        super.write(half);
      }
      failIf(Failure.WRITE);
      return super.write(source);
    }

    @Override
    public void force(boolean metaData) throws IOException {
      failIf(Failure.FORCE);
      super.force(metaData);
    }
  }
}

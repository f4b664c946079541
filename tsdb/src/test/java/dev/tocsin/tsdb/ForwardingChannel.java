package dev.tocsin.tsdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/// A channel that passes on what the log calls; tests change single calls.
class ForwardingChannel extends FileChannel {
  private final FileChannel target;

  ForwardingChannel(FileChannel target) {
    this.target = target;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return target.write(source);
  }

  @Override
  public void force(boolean metaData) throws IOException {
    target.force(metaData);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    target.truncate(size);
    return this;
  }

  @Override
  protected void implCloseChannel() throws IOException {
    target.close();
  }

  @Override
  public long position() throws IOException {
    return target.position();
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    target.position(newPosition);
    return this;
  }

  @Override
  public long size() throws IOException {
    return target.size();
  }

  @Override
  public int read(ByteBuffer destination) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long read(ByteBuffer[] destinations, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int read(ByteBuffer destination, long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int write(ByteBuffer source, long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel channel) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }
}

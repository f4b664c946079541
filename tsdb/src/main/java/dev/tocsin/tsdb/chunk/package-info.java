/// Encodes the samples of one series into small blocks of bytes and back, in the XOR encoding of
/// the Prometheus chunk format. Start at [OpenChunk] to write and at [ChunkIterator] to read. This
/// package must not know files, labels or the log.
@NullMarked
package dev.tocsin.tsdb.chunk;

import org.jspecify.annotations.NullMarked;

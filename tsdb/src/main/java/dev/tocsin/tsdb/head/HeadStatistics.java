package dev.tocsin.tsdb.head;

/// The size of the head. Both times are 0 while there is no sample.
public record HeadStatistics(
    long series, long samples, long chunkBytes, long oldestMillis, long newestMillis) {
  static HeadStatistics of(Iterable<HeadSeries> all) {
    long series = 0;
    long samples = 0;
    long bytes = 0;
    long oldest = Long.MAX_VALUE;
    long newest = Long.MIN_VALUE;
    for (var one : all) {
      var chunks = one.chunks();
      series++;
      samples += chunks.sampleCount();
      bytes += chunks.byteCount();
      oldest = Math.min(oldest, chunks.minMillis());
      newest = Math.max(newest, chunks.maxMillis());
    }
    return samples == 0
        ? new HeadStatistics(series, 0, bytes, 0, 0)
        : new HeadStatistics(series, samples, bytes, oldest, newest);
  }
}

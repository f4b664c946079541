package dev.tocsin.series;

/// A batch of samples that becomes readable and durable as a whole.
///
/// Use: [#reference(Labels)] once per series, [#append(long, long, double)] per sample, then
/// [#commit()]. Closing an appender that was not committed drops its samples. References stay valid
/// across the appenders of a writer until the series is dropped; an append to a dropped reference
/// answers [AppendResult#UNKNOWN_SERIES] and the caller asks for a new one.
public interface Appender extends AutoCloseable {
  /// What [#reference(Labels)] answers when the store's limit of series is reached.
  long NO_REFERENCE = -1;

  /// The reference of a series, which is created if it is new; [#NO_REFERENCE] at the series limit.
  long reference(Labels labels);

  /// Adds a sample to the batch.
  AppendResult append(long reference, long timestampMillis, double value);

  /// Makes the batch readable and durable: when this returns, the samples survive the sudden death
  /// of the process. An empty batch costs nothing.
  ///
  /// @throws java.io.UncheckedIOException if the log cannot be written; then nothing is readable
  void commit();

  @Override
  void close();
}

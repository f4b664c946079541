package dev.tocsin.tsdb;

/// The size and the health of a store.
///
/// @param series how many series there are, with samples or not yet
/// @param samples how many samples can be read
/// @param chunkBytes the memory that they take in encoded form
/// @param walBytes the size of the log on the disk
/// @param oldestMillis the time of the oldest sample, 0 while there is none
/// @param newestMillis the time of the newest sample, 0 while there is none
/// @param recoveredSamples how many samples were found in the log when the store was opened
/// @param corruptedBytes how many bytes of the log could not be used then
public record TsdbStatistics(
    long series,
    long samples,
    long chunkBytes,
    long walBytes,
    long oldestMillis,
    long newestMillis,
    long recoveredSamples,
    long corruptedBytes) {}

package dev.tocsin.sdk.log;

import dev.tocsin.sdk.log.RequestLog.Verdict;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Work that a request began may outlive it. The last verdicts are remembered, each in the place of
/// its number, so that nobody waits for anybody; of older ones the lines are kept.
final class EndedRequests {

  private static final int REMEMBERED = 1 << 13;

  private record Ended(String number, Verdict verdict) {}

  private final AtomicReferenceArray<@Nullable Ended> places =
      new AtomicReferenceArray<>(REMEMBERED);

  void remember(String number, Verdict verdict) {
    if (verdict != Verdict.KEEP) {
      places.setRelease(place(number), new Ended(number, verdict));
    }
  }

  Verdict of(String number) {
    Ended ended = places.getAcquire(place(number));
    return ended != null && ended.number().equals(number) ? ended.verdict() : Verdict.KEEP;
  }

  /// Numbers follow each other, so their last digits spread over all places.
  private static int place(String number) {
    int place = 0;
    for (int i = 1; i < number.length(); i++) {
      place = place * 10 + (number.charAt(i) - '0');
    }
    return place & (REMEMBERED - 1);
  }
}

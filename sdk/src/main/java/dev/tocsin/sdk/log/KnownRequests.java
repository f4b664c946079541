package dev.tocsin.sdk.log;

import dev.tocsin.sdk.log.RequestLog.Verdict;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The requests in work, and what became of the last ones: work that a request began may outlive
/// it. Each has the place of its number, so nobody waits for anybody and nothing is made for a
/// request; one that finds its place taken by a request that lasts long is kept apart. Of requests
/// that are no longer remembered the lines are kept.
final class KnownRequests {

  private static final int PLACES = 1 << 13;
  private static final List<Verdict> VERDICTS =
      List.of(Verdict.KEEP, Verdict.KEEP_SAMPLED, Verdict.LEAVE_OUT);

  private final AtomicReferenceArray<@Nullable Request> open = new AtomicReferenceArray<>(PLACES);
  private final Map<String, Request> apart = new ConcurrentHashMap<>();

  /// The number of an ended request, times the count of verdicts, plus the place of its verdict.
  private final AtomicLongArray ended = new AtomicLongArray(PLACES);

  void begin(Request request) {
    if (!open.compareAndSet(place(request.number()), null, request)) {
      apart.put(request.key(), request);
    }
  }

  void end(Request request, Verdict verdict) {
    long number = request.number();
    ended.setRelease(place(number), number * VERDICTS.size() + VERDICTS.indexOf(verdict));
    if (!open.compareAndSet(place(number), request, null)) {
      apart.remove(request.key());
    }
  }

  @Nullable Request find(String key) {
    Request request = open.getAcquire(place(number(key)));
    return request != null && request.key().equals(key) ? request : apart.get(key);
  }

  Verdict verdict(String key) {
    long number = number(key);
    long known = ended.getAcquire(place(number));
    return known / VERDICTS.size() == number
        ? VERDICTS.get((int) (known % VERDICTS.size()))
        : Verdict.KEEP;
  }

  static String key(long number) {
    return "#" + number;
  }

  /// What is no key of ours, which a caller may have put there, is nobody's number.
  private static long number(String key) {
    long number = 0;
    for (int i = 1; i < key.length(); i++) {
      int digit = key.charAt(i) - '0';
      if (digit < 0 || digit > 9 || i > 18) {
        return 0;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static int place(long number) {
    return (int) number & (PLACES - 1);
  }
}

package dev.tocsin.sdk.guard;

import dev.tocsin.sdk.fallback.FallbackSeverity;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A cache whose broken entries repair themselves: an entry that cannot be read is removed, rebuilt
/// from the source, counted apart from misses, and told of as an event of integrity. A store that
/// is away only makes reads slower.
public final class SelfHealingCache<T> {

  private static final Logger LOG = LoggerFactory.getLogger(SelfHealingCache.class);

  private final CacheStore store;
  private final CacheCodec<T> codec;
  private final CacheRule rule;
  private final CacheSignals signals;
  private final Deque<Instant> corruptAt = new ArrayDeque<>();

  public SelfHealingCache(
      CacheStore store, CacheCodec<T> codec, CacheRule rule, CacheSignals signals) {
    this.store = store;
    this.codec = codec;
    this.rule = rule;
    this.signals = signals;
    for (String outcome : new String[] {"hit", "miss", "corrupt", "error"}) {
      signals.reads().declare(outcome);
    }
  }

  /// The value from the cache, or else from the source. What the source throws is thrown.
  public T read(String key, Callable<? extends T> source) throws Exception {
    T cached = cached(key);
    if (cached != null) {
      return cached;
    }
    T value = source.call();
    keep(key, value);
    return value;
  }

  /// As [#read(String, Callable)]; when the source throws too, the value that is given.
  public T readOr(String key, Callable<? extends T> source, T otherwise) {
    try {
      return read(key, source);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise;
    } catch (Exception e) {
      LOG.warn("the source of cache entry {} failed; its stand-in is served", key, e);
      return otherwise;
    }
  }

  private @Nullable T cached(String key) throws InterruptedException {
    String text;
    try {
      text = store.get(key);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      signals.reads().increment("error");
      LOG.debug("the cache could not be read", e);
      return null;
    }
    if (text == null) {
      signals.reads().increment("miss");
      return null;
    }
    return decoded(key, text);
  }

  private @Nullable T decoded(String key, String text) {
    try {
      T value = codec.decode(text);
      signals.reads().increment("hit");
      return value;
    } catch (Exception e) {
      signals.reads().increment("corrupt");
      signals.corruptions().increment();
      purge(key);
      tell(key, text.length(), e);
      return null;
    }
  }

  private void purge(String key) {
    try {
      store.remove(key);
    } catch (Exception e) {
      LOG.warn("the corrupt cache entry {} could not be removed", key, e);
    }
  }

  private void keep(String key, T value) {
    try {
      store.put(key, codec.encode(value), rule.timeToLive());
    } catch (Exception e) {
      LOG.debug("the cache could not be written", e);
    }
  }

  /// The entry's text stays out: it may hold anything.
  private void tell(String key, int length, Exception cause) {
    if (isRepeated()) {
      signals
          .fallbacks()
          .raise(
              rule.corruptKey(),
              FallbackSeverity.WARNING,
              "A cache entry could not be read; it was removed and is rebuilt from its source.",
              Map.of(
                  "entry", key,
                  "length", Integer.toString(length),
                  "cause", cause.getClass().getSimpleName()));
    }
  }

  private boolean isRepeated() {
    Instant now = signals.clock().instant();
    synchronized (corruptAt) {
      corruptAt.addLast(now);
      if (corruptAt.size() > rule.raiseAfter()) {
        corruptAt.removeFirst();
      }
      return corruptAt.size() == rule.raiseAfter()
          && !corruptAt.getFirst().isBefore(now.minus(rule.within()));
    }
  }
}

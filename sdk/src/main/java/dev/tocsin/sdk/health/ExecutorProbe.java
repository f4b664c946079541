package dev.tocsin.sdk.health;

import java.time.Duration;

/// Tells how long work waits at this moment before the executor that answers requests takes it.
@FunctionalInterface
public interface ExecutorProbe {

  Duration oldestWait();
}

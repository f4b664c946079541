package dev.tocsin.sdk.error;

import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.correlation.CorrelationIds;
import dev.tocsin.sdk.error.sentry.SentrySettings;
import dev.tocsin.sdk.error.sentry.SentrySink;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.redact.Redactor;
import dev.tocsin.sdk.shutdown.Shutdown;
import dev.tocsin.sdk.shutdown.ShutdownPhase;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A process in which a thread dies. Arguments: the fault, the DSN.
final class CrashingMain {

  private CrashingMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    Telemetry telemetry = new Telemetry();
    SentrySettings settings = SentrySettings.of(arguments[1], "test");
    SentrySink sink = SentrySink.start(settings, Redactor.standard(), telemetry);
    FailureReporter reporter = new FailureReporter(telemetry, sink);
    Shutdown shutdown = new Shutdown(Duration.ofSeconds(2));
    shutdown.add(ShutdownPhase.DRAIN, "drain", left -> drain(arguments[0]));
    shutdown.add(ShutdownPhase.FLUSH, "flush", left -> System.out.println("flushed"));
    shutdown.install();
    new UncaughtFailures(reporter, shutdown).install();
    if (arguments[0].equals("hanging-hook")) {
      Runtime.getRuntime().addShutdownHook(new Thread(CrashingMain::hang));
    }
    new Thread(CrashingMain::fail, "settlement").start();
    new CountDownLatch(1).await();
  }

  private static void fail() {
    Correlation.Scope unused = Correlation.open(new CorrelationIds("corr-42", "req-1"));
    throw new IllegalStateException("settlement broke, password=hunter2-secret");
  }

  private static void drain(String fault) {
    System.out.println("draining");
    if (fault.equals("hanging-step")) {
      hang();
    }
    System.out.println("drained");
  }

  /// Deaf to interruption, as code in the field may be.
  private static void hang() {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    try {
      Condition never = lock.newCondition();
      while (true) {
        never.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}

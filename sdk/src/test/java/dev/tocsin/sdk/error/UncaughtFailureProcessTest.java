package dev.tocsin.sdk.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.sdk.process.ChildProcess;
import dev.tocsin.sdk.process.SentryStub;
import org.junit.jupiter.api.Test;

/// Real processes in which a thread dies.
class UncaughtFailureProcessTest {

  @Test
  void aThreadThatDiesIsLoggedReportedAndEndsTheProcessInOrder() throws Exception {
    try (SentryStub sentry = new SentryStub();
        ChildProcess process = ChildProcess.start(CrashingMain.class, "none", sentry.dsn())) {
      assertEquals(UncaughtFailures.EXIT_STATUS, process.exitStatus(), process.output());

      String log = process.output();
      assertTrue(log.contains("Unhandled failure in thread settlement"), log);
      assertTrue(log.contains("correlationId=corr-42"), log);
      assertTrue(log.contains("at dev.tocsin.sdk.error.CrashingMain.fail"), log);
      assertTrue(log.indexOf("drained") < log.indexOf("flushed"), log);
      assertEquals(1, sentry.events().size());
      JsonNode event = sentry.events().get(0);
      assertEquals("fatal", event.path("level").asText());
      assertEquals("corr-42", event.path("extra").path("correlationId").asText());
      assertEquals("test", event.path("environment").asText());
      assertTrue(sentry.everything().contains("settlement broke"));
      assertFalse(sentry.everything().contains("hunter2-secret"), sentry.everything());
    }
  }

  @Test
  void aStepThatHangsIsLeftBehindAndTelemetryIsFlushedAllTheSame() throws Exception {
    try (SentryStub sentry = new SentryStub();
        ChildProcess process =
            ChildProcess.start(CrashingMain.class, "hanging-step", sentry.dsn())) {
      assertEquals(UncaughtFailures.EXIT_STATUS, process.exitStatus());

      assertFalse(process.output().contains("drained"), process.output());
      assertTrue(process.output().contains("flushed"), process.output());
      assertEquals(1, sentry.events().size());
    }
  }

  @Test
  void aProcessWhoseEndHangsElsewhereIsHalted() throws Exception {
    try (SentryStub sentry = new SentryStub();
        ChildProcess process =
            ChildProcess.start(CrashingMain.class, "hanging-hook", sentry.dsn())) {
      assertEquals(UncaughtFailures.EXIT_STATUS, process.exitStatus());
      assertTrue(process.output().contains("flushed"), process.output());
    }
  }
}

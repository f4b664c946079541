package dev.tocsin.sdk.spring;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.backup.BackupRun;
import dev.tocsin.sdk.backup.Backups;
import dev.tocsin.sdk.deploy.SmokeReport;
import dev.tocsin.sdk.deploy.SmokeSuite;
import dev.tocsin.sdk.disk.DiskWatch;
import dev.tocsin.sdk.job.Job;
import dev.tocsin.sdk.job.Jobs;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.OpsEndpoint;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.policy.Policies;
import dev.tocsin.sdk.rum.RumScript;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

class OperationsFeaturesTest {

  private static final List<String> OWN_BLOCKS =
      List.of("backups", "disk", "jobs", "policies", "smoke");
  private static final List<String> OWN_PATHS =
      List.of("GET /ops/policies", "POST /ops/backups/{kind}", "POST /ops/smoke");

  @TempDir private Path folder;

  @Test
  void theSmokeTestsReachTheRunningApplication() {
    try (RunningShop shop =
        new RunningShop("METRICS_ENABLED=true", "tocsin.metrics.token=s3cret")) {
      SmokeReport report = shop.bean(SmokeSuite.class).runSmokeTests();
      assertTrue(report.passed(), report::json);
      assertEquals(2, report.results().size());
    }
  }

  @Test
  void migrationsOfFlywayArePartOfTheSmokeTests() {
    try (RunningShop shop =
        new RunningShop(
            MigratingShop.class, "METRICS_ENABLED=true", "server.servlet.context-path=/a")) {
      SmokeReport report = shop.bean(SmokeSuite.class).runSmokeTests();
      assertTrue(
          report.failures().contains("migrations: 1 migrations are not applied: 1"), report::json);
      shop.bean(Flyway.class).migrate();
      // Readiness keeps what it last saw of the migrations for some seconds.
      SmokeSuite suite = shop.bean(SmokeSuite.class);
      await().atMost(Duration.ofSeconds(40)).until(() -> suite.runSmokeTests().passed());
    }
  }

  @Test
  void scheduledMethodsAreJobsWithoutBeingNamed() {
    try (RunningShop shop =
        new RunningShop(
            ScheduledShop.class,
            "tocsin.jobs.thresholds[Upkeep.weekly]=3d",
            "tocsin.jobs.thresholds.sync=1h")) {
      Jobs jobs = shop.bean(Jobs.class);
      assertEquals(
          List.of(
              "Upkeep.broken",
              "Upkeep.nightly",
              "Upkeep.often",
              "Upkeep.weekdays",
              "Upkeep.weekly",
              "sync"),
          jobs.all().stream().map(Job::name).toList());
      assertEquals(Duration.ofMinutes(10), jobs.job("Upkeep.often").threshold());
      assertEquals(Duration.ofDays(2), jobs.job("Upkeep.nightly").threshold());
      assertEquals(Duration.ofDays(6), jobs.job("Upkeep.weekdays").threshold());
      assertEquals(Duration.ofDays(3), jobs.job("Upkeep.weekly").threshold());
      assertEquals(Duration.ofHours(1), jobs.job("sync").threshold());
      Awaitility.await()
          .untilAsserted(
              () -> {
                assertFalse(
                    shop.samples("job_runs_total{job=\"Upkeep.often\",outcome=\"success\"} 0")
                            .size()
                        > 0);
                assertFalse(
                    shop.samples("job_runs_total{job=\"Upkeep.broken\",outcome=\"failure\"} 0")
                            .size()
                        > 0);
              });
      assertEquals(
          1, shop.samples("job_runs_total{job=\"Upkeep.broken\",outcome=\"success\"} 0.0").size());
    }
  }

  @Test
  void theVolumesOfTheSettingsAreWatched() throws Exception {
    Path uploads = Files.createDirectory(folder.resolve("uploads"));
    try (RunningShop shop =
        new RunningShop(
            "ORDER_UPLOAD_ROOT=" + uploads,
            "tocsin.disk.volumes.database=" + folder,
            "tocsin.disk.interval=50ms")) {
      Awaitility.await()
          .untilAsserted(() -> assertEquals(3, shop.samples("disk_used_ratio{").size()));
      assertEquals(
          List.of("application", "uploads", "database"),
          List.copyOf(shop.bean(DiskWatch.class).collect().fields().keySet()));
    }
  }

  @Test
  void backupsAreRememberedByTheNextProcess() {
    String[] settings = {
      "tocsin.backups.expected=pg_dump", "tocsin.backups.state-file=" + folder.resolve("b.json")
    };
    try (RunningShop shop = new RunningShop(settings)) {
      shop.bean(Backups.class).report("pg_dump", new BackupRun(0, 5, Instant.EPOCH.plusSeconds(1)));
    }
    try (RunningShop shop = new RunningShop(settings)) {
      assertEquals(
          List.of("backup_last_success_timestamp_seconds{kind=\"pg_dump\"} 1.0"),
          shop.samples("backup_last_success_timestamp_seconds{"));
    }
  }

  @Test
  void theGovernanceFileOfTheVariableIsLoaded() throws Exception {
    Path file = Files.writeString(folder.resolve("g.json"), "{\"version\":1,\"policies\":{}}");
    try (RunningShop shop = new RunningShop("GOVERNANCE_FILE=" + file)) {
      OpsEndpoint endpoint =
          shop.all(OpsEndpoint.class).stream()
              .filter(each -> each.path().equals("/ops/policies"))
              .findFirst()
              .orElseThrow();
      String body = endpoint.answer(new OpsRequest(Map.of(), Map.of(), "", "operator")).body();
      assertTrue(body.contains("\"loaded\":true"), body);
    }
  }

  @Test
  void theScriptIsServedWithItsCacheHeaders() throws Exception {
    try (RunningShop shop = new RunningShop()) {
      HttpResponse<String> answer = shop.get("/tocsin/rum.js");
      assertEquals(200, answer.statusCode());
      assertEquals(
          "text/javascript;charset=utf-8",
          answer
              .headers()
              .firstValue("Content-Type")
              .orElseThrow()
              .replace(" ", "")
              .toLowerCase(Locale.ROOT));
      assertEquals(
          "public, max-age=3600", answer.headers().firstValue("Cache-Control").orElseThrow());
      assertTrue(answer.body().contains("\"production\":false"));
      String tag = answer.headers().firstValue("ETag").orElseThrow();
      HttpResponse<String> again = shop.get("/tocsin/rum.js", "If-None-Match", tag);
      assertEquals(304, again.statusCode());
      assertEquals("", again.body());
      HttpResponse<String> kept = shop.get(shop.bean(RumScript.class).versionedPath());
      assertTrue(kept.headers().firstValue("Cache-Control").orElseThrow().contains("immutable"));
    }
    try (RunningShop shop = new RunningShop("NODE_ENV=production")) {
      assertTrue(shop.get("/tocsin/rum.js").body().contains("\"production\":true"));
    }
  }

  @Test
  void everyFeatureIsThereWithoutConfigurationAndCanBeSwitchedOff() throws Exception {
    List<Class<?>> features =
        List.of(
            SmokeSuite.class,
            Jobs.class,
            DiskWatch.class,
            Backups.class,
            Policies.class,
            RumScript.class);
    try (RunningShop shop = new RunningShop()) {
      features.forEach(feature -> assertTrue(shop.has(feature), feature::toString));
      assertTrue(names(shop).containsAll(OWN_BLOCKS), names(shop)::toString);
      assertTrue(paths(shop).containsAll(OWN_PATHS), paths(shop)::toString);
    }
    try (RunningShop shop =
        new RunningShop(
            "tocsin.deploy.enabled=false",
            "tocsin.jobs.enabled=false",
            "tocsin.disk.enabled=false",
            "tocsin.backups.enabled=false",
            "tocsin.policies.enabled=false",
            "tocsin.rum.enabled=false")) {
      features.forEach(feature -> assertFalse(shop.has(feature), feature::toString));
      assertTrue(Collections.disjoint(names(shop), OWN_BLOCKS), names(shop)::toString);
      assertTrue(Collections.disjoint(paths(shop), OWN_PATHS), paths(shop)::toString);
      assertEquals(404, shop.get("/tocsin/rum.js").statusCode());
    }
  }

  private static List<String> names(RunningShop shop) {
    return shop.all(OpsBlock.class).stream().map(OpsBlock::name).toList();
  }

  private static List<String> paths(RunningShop shop) {
    return shop.all(OpsEndpoint.class).stream()
        .map(each -> each.method() + " " + each.path())
        .toList();
  }

  @Configuration
  @Import(ShopApplication.class)
  static class MigratingShop {

    @Bean
    Flyway flyway() {
      return Flyway.configure()
          .dataSource("jdbc:h2:mem:migrating;DB_CLOSE_DELAY=-1", "", "")
          .locations("classpath:db/shop")
          .load();
    }
  }

  @Configuration
  @EnableScheduling
  @Import(ShopApplication.class)
  static class ScheduledShop {

    @Bean
    Upkeep upkeep() {
      return new Upkeep();
    }
  }

  static class Upkeep {

    @Scheduled(fixedDelay = 20)
    void often() {}

    @Scheduled(fixedRate = 20)
    void broken() {
      throw new IllegalStateException("no carts");
    }

    @Scheduled(cron = "0 0 3 * * *")
    void nightly() {}

    @Scheduled(cron = "0 0 3 * * MON-FRI")
    void weekdays() {}

    @Scheduled(cron = "0 0 3 * * SUN")
    void weekly() {}
  }
}

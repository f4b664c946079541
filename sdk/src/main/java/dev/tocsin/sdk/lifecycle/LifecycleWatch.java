package dev.tocsin.sdk.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One lifecycle under watch: counts its stages and tells episodes of stuck work.
final class LifecycleWatch {

  private static final Logger LOG = LoggerFactory.getLogger(LifecycleWatch.class);

  private final Lifecycle lifecycle;
  private final InstantSource clock;
  private final Duration goodFor;
  private final StuckWorkAlerts alerts;
  private final Map<String, StuckWork> episodes = new HashMap<>();
  private volatile @Nullable Look latest;

  LifecycleWatch(
      Lifecycle lifecycle, InstantSource clock, Duration goodFor, StuckWorkAlerts alerts) {
    this.lifecycle = lifecycle;
    this.clock = clock;
    this.goodFor = goodFor;
    this.alerts = alerts;
  }

  Lifecycle lifecycle() {
    return lifecycle;
  }

  /// Looks at all stages now.
  synchronized List<StageView> look() throws Exception {
    Instant now = clock.instant();
    List<StageView> views = new ArrayList<>();
    for (Stage stage : lifecycle.stages()) {
      views.add(look(stage, now));
    }
    latest = new Look(List.copyOf(views), now);
    views.forEach(view -> tell(view, now));
    return views;
  }

  private StageView look(Stage stage, Instant now) throws Exception {
    StageCount count = lifecycle.query().count(stage.name(), now.minus(stage.ageLimit()));
    Instant since = count.oldestSince();
    Duration age = since == null || since.isAfter(now) ? Duration.ZERO : between(since, now);
    return new StageView(stage, count.items(), count.stuck(), age);
  }

  private static Duration between(Instant since, Instant now) {
    return Duration.between(since, now);
  }

  private void tell(StageView view, Instant now) {
    String stage = view.stage().name();
    StuckWork known = episodes.get(stage);
    try {
      if (view.stuck() > 0 && known == null) {
        StuckWork work = episode(view, now);
        alerts.raise(work);
        episodes.put(stage, work);
      } else if (view.stuck() == 0 && known != null) {
        alerts.clear(known);
        episodes.remove(stage);
      }
    } catch (RuntimeException e) {
      LOG.warn("The alert {} could not be told; the next look repeats it", stage, e);
    }
  }

  private StuckWork episode(StageView view, Instant now) {
    Stage stage = view.stage();
    return new StuckWork(
        stage.alertKey(), lifecycle.name(), stage, view.stuck(), view.oldestAge(), now);
  }

  /// For a scrape, which must not wait: the stage as the latest look found it, while that is fresh.
  Optional<StageView> fresh(String stage) {
    Look look = latest;
    if (look == null || between(look.at(), clock.instant()).compareTo(goodFor) > 0) {
      return Optional.empty();
    }
    return look.views().stream().filter(view -> view.stage().name().equals(stage)).findFirst();
  }

  private record Look(List<StageView> views, Instant at) {}
}

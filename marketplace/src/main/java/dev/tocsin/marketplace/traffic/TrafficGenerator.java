package dev.tocsin.marketplace.traffic;

import dev.tocsin.marketplace.traffic.ShopVisit.Goods;
import dev.tocsin.marketplace.traffic.ShopVisit.Outcome;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Lets visitors come as long as the shop runs, each on a virtual thread.
@Component
@ConditionalOnBooleanProperty("marketplace.traffic.enabled")
class TrafficGenerator {
  private static final Logger LOG = System.getLogger(TrafficGenerator.class.getName());
  private static final Duration CATALOGUE_PAUSE = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  private final TrafficOptions options;
  private final InstantSource clock;
  private final JsonMapper json;
  private final Semaphore room;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final SplittableRandom random;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private volatile int port;

  TrafficGenerator(TrafficOptions options, InstantSource clock, JsonMapper json) {
    this.options = options;
    this.clock = clock;
    this.json = json;
    this.room = new Semaphore(options.visitorsAtOnce());
    this.random = new SplittableRandom(options.seed());
  }

  @EventListener
  void listening(WebServerInitializedEvent event) {
    port = event.getWebServer().getPort();
  }

  @EventListener(ApplicationReadyEvent.class)
  void open() {
    Thread.ofVirtual().name("traffic").start(this::letVisitorsCome);
  }

  @EventListener(ContextClosedEvent.class)
  void close() {
    closed.countDown();
    client.shutdownNow();
  }

  private void letVisitorsCome() {
    try {
      var shop = URI.create("http://127.0.0.1:" + port);
      var catalogue = readCatalogue(new Browser(client, shop, json));
      var planner = new VisitPlanner(random);
      var crowd = new Crowd(Long.toString(clock.millis(), 36), random.split());
      while (!closed.await(untilNextVisitMillis(), TimeUnit.MILLISECONDS)) {
        var plan = planner.next();
        if (room.tryAcquire()) {
          var visit = new ShopVisit(new Browser(client, shop, json), crowd, catalogue, this::think);
          Thread.ofVirtual().name("visitor").start(() -> send(visit, plan));
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(ShopVisit visit, VisitPlan plan) {
    try {
      var outcome = visit.run(plan);
      LOG.log(outcome == Outcome.FAILED ? Level.DEBUG : Level.TRACE, "A visit ended: {0}", outcome);
    } catch (IOException exception) {
      LOG.log(Level.DEBUG, "A visit broke off: {0}", exception.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      room.release();
    }
  }

  /// Visitors come independently of each other, so the gaps are exponentially distributed.
  private long untilNextVisitMillis() {
    var perMinute = options.visitsPerMinute() * DayCurve.factor(clock.instant());
    var average = MINUTE.toMillis() / perMinute;
    return (long) (-Math.log(1 - random.nextDouble()) * average);
  }

  private void think() throws InterruptedException {
    var average = options.thinkTime().toMillis();
    var millis = average / 2 + ThreadLocalRandom.current().nextLong(average + 1);
    if (closed.await(millis, TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("the shop closes");
    }
  }

  private List<Goods> readCatalogue(Browser browser) throws InterruptedException {
    while (true) {
      try {
        var goods = goods(browser);
        if (!goods.isEmpty()) {
          return goods;
        }
      } catch (IOException exception) {
        LOG.log(Level.DEBUG, "The catalogue cannot be read yet: {0}", exception.getMessage());
      }
      if (closed.await(CATALOGUE_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new InterruptedException("the shop closes");
      }
    }
  }

  static List<Goods> goods(Browser browser) throws IOException, InterruptedException {
    var goods = new ArrayList<Goods>();
    for (var product : browser.fetch("/api/v2/products").data()) {
      goods.add(new Goods(product.path("id").asString(""), product.path("slug").asString("")));
    }
    return goods;
  }
}

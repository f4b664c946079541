package dev.tocsin.sdk.security;

import dev.tocsin.sdk.metrics.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An audit with a clock that moves when it is told to, and everything that it told.
final class AttackedShop implements SecurityListener, InstantSource {

  static final RequestOrigin HOME = from("198.51.100.7");

  final List<SecurityEvent> events = new CopyOnWriteArrayList<>();
  final List<SecurityEpisode> began = new CopyOnWriteArrayList<>();
  final List<SecurityEpisode> ended = new CopyOnWriteArrayList<>();
  final Telemetry telemetry = new Telemetry();
  final SecurityAudit audit;
  private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

  AttackedShop(AccessRule... rules) {
    this(SecurityOptions.defaults(UserNames.plain()), rules);
  }

  AttackedShop(SecurityOptions options, AccessRule... rules) {
    audit = new SecurityAudit(options, List.of(rules), List.of(this), telemetry, this);
  }

  static RequestOrigin from(String address) {
    return new RequestOrigin(address, "curl/8", null);
  }

  static RequestOrigin in(String country) {
    return new RequestOrigin("198.51.100.7", "curl/8", country);
  }

  void fail(String user, String address) {
    audit.failedLogin(user, from(address), "bad_credentials");
  }

  void advance(Duration time) {
    now = now.plus(time);
    audit.sweep();
  }

  List<String> reasons() {
    return events.stream().map(SecurityEvent::reason).toList();
  }

  List<String> samples(String prefix) {
    return telemetry.scrape(null).body().lines().filter(line -> line.startsWith(prefix)).toList();
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void recorded(SecurityEvent event) {
    events.add(event);
  }

  @Override
  public void episodeBegan(SecurityEpisode episode) {
    began.add(episode);
  }

  @Override
  public void episodeEnded(SecurityEpisode episode) {
    ended.add(episode);
  }
}

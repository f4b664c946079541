package dev.tocsin.sdk.spring;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// The settings under `tocsin.events`.
///
/// @param server where events go; not set means that `TOCSIN_SERVER_URL` decides
/// @param token of this application; not set means that `TOCSIN_SERVER_TOKEN` decides
/// @param folder keeps what the server has not taken; one process at a time
/// @param directAfter how long the server must be away before alerts go to the incident webhook
/// @param disk how much may wait
@ConfigurationProperties("tocsin.events")
record TocsinEventsProperties(
    @Nullable URI server,
    @Nullable String token,
    @DefaultValue("tocsin-events") Path folder,
    @DefaultValue("1m") Duration directAfter,
    @DefaultValue("64MB") DataSize disk) {

  @Override
  public String toString() {
    return "Events[server=" + server + ", folder=" + folder + "]";
  }
}

package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.event.EventClient;
import dev.tocsin.sdk.event.EventLimits;
import dev.tocsin.sdk.event.EventOpsBlock;
import dev.tocsin.sdk.event.EventOptions;
import dev.tocsin.sdk.event.EventOptions.Receiver;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.shutdown.Shutdown;
import dev.tocsin.sdk.shutdown.ShutdownPart;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// The event client, as soon as somebody says where the server is.
@AutoConfiguration(after = TocsinMetricsAutoConfiguration.class)
@EnableConfigurationProperties(TocsinEventsProperties.class)
@ConditionalOnBooleanProperty(name = "tocsin.events.enabled", matchIfMissing = true)
@Conditional(TocsinEventsAutoConfiguration.ServerIsKnown.class)
public final class TocsinEventsAutoConfiguration {

  private static final String URL = "TOCSIN_SERVER_URL";
  private static final String TOKEN = "TOCSIN_SERVER_TOKEN";
  private static final String WEBHOOK = "INCIDENT_ALERT_WEBHOOK";
  private static final String SECONDARY = "INCIDENT_ALERT_SECONDARY_WEBHOOK";

  @Bean
  @ConditionalOnMissingBean
  EventClient tocsinEventClient(
      TocsinEventsProperties settings,
      Environment environment,
      Telemetry telemetry,
      ObjectProvider<Shutdown> shutdown) {
    URI address = settings.server();
    String token = settings.token();
    Receiver server =
        new Receiver(
            address == null ? URI.create(environment.getRequiredProperty(URL)) : address,
            token == null ? environment.getProperty(TOKEN, "") : token);
    EventLimits usual = EventLimits.defaults();
    EventLimits limits =
        new EventLimits(
            usual.memoryEvents(),
            settings.disk().toBytes(),
            usual.attempts(),
            usual.firstPause(),
            usual.longestPause());
    EventOptions options =
        new EventOptions(
            server, settings.folder(), webhooks(environment), settings.directAfter(), limits);
    EventClient client = new EventClient(options, telemetry, InstantSource.system());
    shutdown.ifAvailable(ending -> ending.add(ShutdownPart.EVENTS, client::flush));
    return client;
  }

  @Bean
  EventOpsBlock tocsinEventOpsBlock(EventClient client) {
    return new EventOpsBlock(client);
  }

  private static List<Receiver> webhooks(Environment environment) {
    List<Receiver> webhooks = new ArrayList<>();
    for (String name : List.of(WEBHOOK, SECONDARY)) {
      @Nullable String address = environment.getProperty(name + "_URL");
      if (address != null && !address.isBlank()) {
        String token = environment.getProperty(name + "_BEARER_TOKEN", "");
        webhooks.add(new Receiver(URI.create(address), token));
      }
    }
    return webhooks;
  }

  /// Without an address of the server nothing is opened and nothing is sent.
  static final class ServerIsKnown extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(
        ConditionContext context, AnnotatedTypeMetadata metadata) {
      Environment environment = context.getEnvironment();
      boolean known =
          !environment.getProperty("tocsin.events.server", "").isBlank()
              || !environment.getProperty(URL, "").isBlank();
      return new ConditionOutcome(
          known, ConditionMessage.forCondition("Tocsin events").because(URL + " is set: " + known));
    }
  }
}

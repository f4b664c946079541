package dev.tocsin.marketplace;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.scheduling.annotation.EnableScheduling;

/// The shop as a program. Settings come from the environment, see `README.md`.
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@EnableScheduling
public class Marketplace {
  /// Starts the shop, prints where it listens and returns; SIGTERM stops it gracefully.
  public static void main(String[] arguments) {
    var token = System.getenv("METRICS_TOKEN");
    Map<String, String> settings =
        token == null || token.isBlank() ? Map.of() : Map.of("tocsin.metrics.token", token);
    var shop = start(InstantSource.system(), settings, arguments);
    System.out.println("Marketplace ready at http://127.0.0.1:" + shop.port());
  }

  /// Starts the shop in this process. The settings win over the environment.
  public static RunningShop start(
      InstantSource clock, Map<String, String> settings, String... arguments) {
    var application = new SpringApplication(Marketplace.class);
    application.setWebApplicationType(WebApplicationType.SERVLET);
    application.addInitializers(
        context -> {
          context.getBeanFactory().registerSingleton("clock", clock);
          var source = new MapPropertySource("settings", new HashMap<>(settings));
          context.getEnvironment().getPropertySources().addFirst(source);
        });
    return new RunningShop(application.run(arguments));
  }

  /// A started shop, to be closed by whoever started it.
  public record RunningShop(ConfigurableApplicationContext context) implements AutoCloseable {
    /// The port it listens on, also when 0 was asked for.
    public int port() {
      var server = ((ServletWebServerApplicationContext) context).getWebServer();
      if (server == null) {
        throw new IllegalStateException("BUG: the shop runs without a web server");
      }
      return server.getPort();
    }

    @Override
    public void close() {
      context.close();
    }
  }
}

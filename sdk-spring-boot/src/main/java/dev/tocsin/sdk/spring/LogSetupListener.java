package dev.tocsin.sdk.spring;

import ch.qos.logback.classic.LoggerContext;
import dev.tocsin.sdk.log.logback.LogbackSetup;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

/// Sets logging up as soon as the settings are known, right after Spring Boot has set up its own,
/// so that the lines of the start have the same form as all others.
public final class LogSetupListener
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

  private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";

  @Override
  public int getOrder() {
    return LoggingApplicationListener.DEFAULT_ORDER + 1;
  }

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    ConfigurableEnvironment environment = event.getEnvironment();
    boolean wanted = environment.getProperty("tocsin.log.enabled", Boolean.class, true);
    if (wanted && ClassUtils.isPresent(LOGBACK, getClass().getClassLoader())) {
      Logback.install(environment, event.getBootstrapContext());
    }
  }

  /// Apart, because Logback may be absent.
  private static final class Logback {

    static void install(
        ConfigurableEnvironment environment, ConfigurableBootstrapContext bootstrap) {
      ILoggerFactory factory = LoggerFactory.getILoggerFactory();
      if (!(factory instanceof LoggerContext context)) {
        return;
      }
      LogbackSetup setup = LogbackSetup.install(context, new LogSettings(environment).options());
      bootstrap.addCloseListener(
          closed ->
              closed
                  .getApplicationContext()
                  .getBeanFactory()
                  .registerSingleton(TocsinLogAutoConfiguration.SETUP, setup));
    }
  }
}

package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.trace.TracedQueries;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/// Watches the statements of every data source; one that is a proxy already is asked to tell this
/// listener too.
final class TracedDataSources implements BeanPostProcessor {

  private final ObjectProvider<TracedQueries> listener;

  TracedDataSources(ObjectProvider<TracedQueries> listener) {
    this.listener = listener;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof ProxyDataSource proxy) {
      proxy.addListener(listener.getObject());
      return proxy;
    }
    return bean instanceof DataSource source
        ? ProxyDataSourceBuilder.create(source).name(name).listener(listener.getObject()).build()
        : bean;
  }
}

package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.trace.TracedQueries;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/// Watches the statements of every data source; one that is a proxy already is asked to tell this
/// listener too. A data source keeps its class, so that it can still be injected by it; one of a
/// final class is left alone.
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
    return bean instanceof DataSource source ? traced(source, name) : bean;
  }

  private Object traced(DataSource source, String name) {
    if (Modifier.isFinal(source.getClass().getModifiers())) {
      return source;
    }
    DataSource watched =
        ProxyDataSourceBuilder.create(source).name(name).listener(listener.getObject()).build();
    MethodInterceptor connections =
        call ->
            call.getMethod().getName().equals("getConnection")
                ? connection(watched, call.getArguments())
                : call.proceed();
    ProxyFactory factory = new ProxyFactory(source);
    factory.setProxyTargetClass(true);
    factory.addAdvice(connections);
    return factory.getProxy(source.getClass().getClassLoader());
  }

  private static Connection connection(DataSource source, @Nullable Object[] arguments)
      throws SQLException {
    return arguments.length == 0
        ? source.getConnection()
        : source.getConnection((String) arguments[0], (String) arguments[1]);
  }
}

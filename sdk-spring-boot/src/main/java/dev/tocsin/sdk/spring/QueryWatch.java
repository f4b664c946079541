package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.data.QueryListener;
import dev.tocsin.sdk.data.QueryMonitor;
import java.lang.reflect.Modifier;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;

/// Lets the SDK see the queries of every data source that opens connections itself. The bean keeps
/// its class, so that injection by class goes on; a data source of a final class cannot keep it and
/// is left alone.
final class QueryWatch implements BeanPostProcessor, Ordered {

  private static final Logger LOG = LoggerFactory.getLogger(QueryWatch.class);
  private static final String GET_CONNECTION = "getConnection";

  private final ObjectProvider<QueryMonitor> monitor;

  QueryWatch(ObjectProvider<QueryMonitor> monitor) {
    this.monitor = monitor;
  }

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (!(bean instanceof DataSource dataSource)
        || dataSource instanceof ProxyDataSource
        || passesOn(bean.getClass())) {
      return bean;
    }
    if (Modifier.isFinal(bean.getClass().getModifiers())) {
      LOG.info("Queries of {} are not timed: {} is final.", name, bean.getClass().getName());
      return bean;
    }
    ProxyFactory factory = new ProxyFactory(bean);
    factory.setProxyTargetClass(true);
    DataSource watched = QueryListener.watch(name, dataSource, monitor.getObject());
    factory.addAdvice((MethodInterceptor) call -> invoke(call, watched));
    return factory.getProxy();
  }

  private static @Nullable Object invoke(MethodInvocation call, DataSource watched)
      throws Throwable {
    if (!call.getMethod().getName().equals(GET_CONNECTION)) {
      return call.proceed();
    }
    @Nullable Object[] arguments = call.getArguments();
    return arguments.length == 0
        ? watched.getConnection()
        : watched.getConnection((String) arguments[0], (String) arguments[1]);
  }

  /// Whether a data source takes its connections from others, which are watched themselves.
  private static boolean passesOn(Class<?> type) {
    for (Class<?> one = type; one != null; one = one.getSuperclass()) {
      String name = one.getSimpleName();
      if (name.equals("DelegatingDataSource") || name.equals("AbstractRoutingDataSource")) {
        return true;
      }
    }
    return false;
  }
}

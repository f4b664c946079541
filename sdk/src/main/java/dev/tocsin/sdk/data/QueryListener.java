package dev.tocsin.sdk.data;

import java.util.List;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.proxy.NanoTimeStopwatchFactory;
import net.ttddyy.dsproxy.proxy.ProxyConfig;
import net.ttddyy.dsproxy.support.ProxyDataSource;
import org.jspecify.annotations.Nullable;

/// Hears of queries from datasource-proxy and hands them to the [QueryMonitor].
public final class QueryListener implements QueryExecutionListener {

  private final QueryMonitor monitor;

  private QueryListener(QueryMonitor monitor) {
    this.monitor = monitor;
  }

  /// The data source with every query watched. Connections still come from, and go back to, the
  /// given one.
  public static DataSource watch(String name, DataSource dataSource, QueryMonitor monitor) {
    ProxyDataSource watched = new ProxyDataSource(dataSource);
    watched.setProxyConfig(
        ProxyConfig.Builder.create()
            .dataSourceName(name)
            .queryListener(new QueryListener(monitor))
            // The usual stopwatch counts whole milliseconds, longer than most queries take.
            .stopwatchFactory(new NanoTimeStopwatchFactory())
            .build());
    return watched;
  }

  @Override
  public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {}

  /// A batch of several statements is recorded as one query under its first.
  @Override
  public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
    @Nullable String sql = queries.isEmpty() ? null : queries.get(0).getQuery();
    if (sql != null) {
      monitor.record(sql, execution.getElapsedTime(), execution.getThrowable());
    }
  }
}

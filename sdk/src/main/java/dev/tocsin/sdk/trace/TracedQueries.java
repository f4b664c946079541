package dev.tocsin.sdk.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;

/// A span for each database statement inside of a recorded trace. Literals in its text become `?`
/// and parameters are left out, since either may be personal or secret. Needs `datasource-proxy`.
public final class TracedQueries implements QueryExecutionListener {

  private static final String SPAN = TracedQueries.class.getName();
  private static final Pattern LITERAL =
      Pattern.compile("'(?:[^']|'')*+'|\\$\\$.*?\\$\\$|\\b\\d[\\w.]*+", Pattern.DOTALL);
  private static final Pattern NO_LETTER = Pattern.compile("[^A-Za-z]");
  private static final int MAX_OPERATION = 20;
  private static final AttributeKey<String> TEXT = AttributeKey.stringKey("db.query.text");
  private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
  private static final AttributeKey<Long> BATCH = AttributeKey.longKey("db.operation.batch.size");

  private final Tracing tracing;

  public TracedQueries(Tracing tracing) {
    this.tracing = tracing;
  }

  @Override
  public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
    Context parent = Context.current();
    if (queries.isEmpty() || !Span.fromContext(parent).isRecording()) {
      return;
    }
    String query = queries.get(0).getQuery();
    String operation = operation(query);
    Span span = tracing.beginInside(operation, parent);
    if (span != null) {
      span.setAttribute(OPERATION, operation);
      span.setAttribute(TEXT, withoutLiterals(query));
      if (execution.isBatch()) {
        span.setAttribute(BATCH, (long) execution.getBatchSize());
      }
      execution.addCustomValue(SPAN, span);
    }
  }

  @Override
  public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
    Span span = execution.getCustomValue(SPAN, Span.class);
    if (span == null) {
      return;
    }
    Throwable failure = execution.getThrowable();
    if (failure != null) {
      span.setStatus(StatusCode.ERROR);
      tracing.describe(span, failure);
    }
    span.end();
  }

  static String withoutLiterals(String query) {
    return LITERAL.matcher(Tracing.capped(query)).replaceAll("?");
  }

  /// The first word, `SELECT`.
  private static String operation(String query) {
    String begin = query.stripLeading();
    int end = 0;
    while (end < begin.length() && end < MAX_OPERATION && Character.isLetter(begin.charAt(end))) {
      end++;
    }
    String word = NO_LETTER.matcher(begin.substring(0, end)).replaceAll("");
    return word.isEmpty() ? "SQL" : word.toUpperCase(Locale.ROOT);
  }
}

package dev.tocsin.server.admin;

import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.ast.Expr;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A figure of the overview and its chart.
///
/// @param id stands in the address of its chart
/// @param meaning one sentence for a reader who sees it for the first time
/// @param metric the name of the samples that it is made of
public record Panel(
    String id, String title, String unit, String meaning, List<Line> lines, String metric) {
  /// The server's own samples would be mixed up with those of the shop.
  private static final String APPLICATIONS = "{job!=\"tocsin\"}";

  /// The panels in the order that they are shown: first what is earned, then what it runs on.
  public static final List<Panel> ALL =
      List.of(
          new Panel(
              "orders",
              "Orders",
              "per min",
              "orders completed",
              List.of(line("orders", "sum(rate(orders_completed_total[1m])) * 60")),
              "orders_completed_total"),
          new Panel(
              "revenue",
              "Revenue",
              "per min",
              "value of completed orders, by currency",
              List.of(line("", "sum by (currency) (rate(revenue_total[1m])) * 60")),
              "revenue_total"),
          new Panel(
              "payments",
              "Payment success",
              "%",
              "payments that succeeded, of all that ended",
              List.of(
                  line(
                      "success",
                      "100 * (sum(rate(payment_results_total{outcome=\"success\"}[2m]))"
                          + " or vector(0)) / sum(rate(payment_results_total[2m]))")),
              "payment_results_total"),
          new Panel(
              "requests",
              "Requests",
              "per min",
              "HTTP requests answered",
              List.of(
                  line("requests", "sum(rate(http_requests_total" + APPLICATIONS + "[1m])) * 60")),
              "http_requests_total" + APPLICATIONS),
          new Panel(
              "errors",
              "Error rate",
              "%",
              "HTTP requests answered with 5xx, of all",
              List.of(
                  line(
                      "errors",
                      "100 * (sum(rate(http_requests_total{job!=\"tocsin\",status_code=~\"5..\"}"
                          + "[1m])) or vector(0)) / sum(rate(http_requests_total"
                          + APPLICATIONS
                          + "[1m]))")),
              "http_requests_total" + APPLICATIONS),
          new Panel(
              "latency",
              "Latency",
              "ms",
              "time to answer: half, 95 % and 99 % of requests are faster",
              List.of(
                  line("p95", latency("0.95")),
                  line("p50", latency("0.5")),
                  line("p99", latency("0.99"))),
              "http_request_duration_seconds_count" + APPLICATIONS),
          new Panel(
              "connections",
              "Active connections",
              "",
              "HTTP requests in work now",
              List.of(line("connections", "sum(http_active_connections" + APPLICATIONS + ")")),
              "http_active_connections" + APPLICATIONS),
          new Panel(
              "memory",
              "Memory",
              "MB",
              "memory in use by the applications' JVMs",
              List.of(line("heap", memory("heap")), line("outside the heap", memory("nonheap"))),
              "jvm_memory_used_bytes" + APPLICATIONS));

  /// One line of the chart; the first one is the big figure.
  ///
  /// @param name how it is called; empty when the labels of its series name it
  public record Line(String name, String text, Expr expr) {}

  public Panel {
    lines = List.copyOf(lines);
  }

  static Optional<Panel> find(String id) {
    return ALL.stream().filter(panel -> panel.id().equals(id)).findFirst();
  }

  private static Line line(String name, String text) {
    return new Line(name, text, PromQl.parse(text));
  }

  private static String latency(String quantile) {
    return "1000 * histogram_quantile("
        + quantile
        + ", sum by (le) (rate(http_request_duration_seconds_bucket"
        + APPLICATIONS
        + "[2m])))";
  }

  private static String memory(String area) {
    return "sum(jvm_memory_used_bytes{job!=\"tocsin\",area=\"" + area + "\"}) / 1e6";
  }

  /// What the big figure is made of.
  public String queryAddress() {
    var text = lines.getFirst().text();
    return "/api/v1/query?query=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// Where the chart gets its lines from.
  public String chartAddress() {
    return "/admin/operations/series/" + id + "?minutes=60";
  }

  /// The time in seconds of the newest sample.
  Expr freshness() {
    return PromQl.parse("max(timestamp(" + metric + "))");
  }
}

package dev.tocsin.bench.cost;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.MappedInterceptor;

/// What the starter does around one request, apart from the container and the application: the
/// filters of a real application with everything on, over a request that holds its attributes in a
/// map. Run it with `-prof gc` for the garbage.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 15, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx256m"})
public class RequestBenchmark {
  private static final PrintStream CONSOLE = System.out;

  /// What is switched off, beside nothing.
  @Param({"nothing", "log", "trace", "segments", "security", "correlation"})
  public String off = "nothing";

  private final TelemetrySink sink = sink();
  private final Answer answer = new Answer();
  private @Nullable ConfigurableApplicationContext application;
  private FilterChain chain = (request, response) -> {};
  private List<HandlerInterceptor> interceptors = List.of();

  @Setup(Level.Trial)
  public void start() {
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    application =
        SpringApplication.run(
            BareShop.class,
            "--server.port=0",
            "--METRICS_ENABLED=true",
            "--tocsin.log.format=json",
            "--tocsin." + off + ".enabled=false",
            "--tocsin.trace.otlp.endpoint=" + sink.address());
    interceptors = Interceptors.of(application);
    chain = (request, response) -> shop((Asked) request, (Answer) response);
    for (var filter : filters(application).reversed()) {
      FilterChain behind = chain;
      chain = (request, response) -> filter.doFilter(request, response, behind);
    }
  }

  /// All filters of the starter, the first one first.
  @SuppressWarnings("rawtypes")
  private static List<Filter> filters(ConfigurableApplicationContext application) {
    return application.getBeansOfType(FilterRegistrationBean.class).entrySet().stream()
        .filter(bean -> bean.getKey().startsWith("tocsin"))
        .map(Map.Entry::getValue)
        .sorted(AnnotationAwareOrderComparator.INSTANCE)
        .<Filter>map(FilterRegistrationBean::getFilter)
        .toList();
  }

  @TearDown(Level.Trial)
  public void stop() {
    if (application != null) {
      application.close();
    }
    sink.close();
    System.setOut(CONSOLE);
  }

  @Benchmark
  public Object request() throws ServletException, IOException {
    var asked = new Asked();
    chain.doFilter(asked, answer);
    return asked;
  }

  /// The request and nothing around it, to be subtracted.
  @Benchmark
  public Object bare() {
    var asked = new Asked();
    asked.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/products/{id}");
    return asked;
  }

  private void shop(Asked request, Answer response) throws ServletException {
    request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/products/{id}");
    try {
      for (var interceptor : interceptors) {
        interceptor.preHandle(request, response, this);
      }
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }

  private static TelemetrySink sink() {
    try {
      return new TelemetrySink();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The interceptors that the starter hands to Spring MVC.
  private static final class Interceptors extends InterceptorRegistry {
    static List<HandlerInterceptor> of(ConfigurableApplicationContext application) {
      var registry = new Interceptors();
      application
          .getBeansOfType(WebMvcConfigurer.class)
          .forEach(
              (name, configurer) -> {
                if (name.startsWith("tocsin")) {
                  configurer.addInterceptors(registry);
                }
              });
      return registry.getInterceptors().stream()
          .filter(each -> !(each instanceof MappedInterceptor))
          .map(HandlerInterceptor.class::cast)
          .toList();
    }
  }

  private static <T> T without(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.toString());
            }));
  }

  /// A request as a load generator sends it.
  private static final class Asked extends HttpServletRequestWrapper {
    private static final HttpServletRequest NOTHING = without(HttpServletRequest.class);

    private final Map<String, Object> attributes = new HashMap<>();

    Asked() {
      super(NOTHING);
    }

    @Override
    public String getMethod() {
      return "GET";
    }

    @Override
    public String getRequestURI() {
      return "/products/7";
    }

    @Override
    public @Nullable String getQueryString() {
      return null;
    }

    @Override
    public @Nullable String getContentType() {
      return null;
    }

    @Override
    public @Nullable String getHeader(String name) {
      return null;
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
      return null;
    }

    @Override
    public DispatcherType getDispatcherType() {
      return DispatcherType.REQUEST;
    }

    @Override
    public boolean isAsyncStarted() {
      return false;
    }

    @Override
    public @Nullable Object getAttribute(String name) {
      return attributes.get(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
      attributes.put(name, value);
    }

    @Override
    public void removeAttribute(String name) {
      attributes.remove(name);
    }
  }

  /// An answer that went well.
  private static final class Answer extends HttpServletResponseWrapper {
    Answer() {
      super(without(HttpServletResponse.class));
    }

    @Override
    public int getStatus() {
      return SC_OK;
    }

    @Override
    public void setHeader(String name, @Nullable String value) {}
  }
}

package dev.tocsin.sdk.trace;

import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How OpenTelemetry reads and writes what carries a trace from one process to another.
final class Carriers {

  static final TextMapSetter<BiConsumer<String, String>> SETTER =
      (carrier, name, value) -> {
        if (carrier != null) {
          carrier.accept(name, value);
        }
      };

  static final TextMapGetter<Function<String, @Nullable String>> HEADERS =
      new TextMapGetter<>() {
        @Override
        public @Nullable String get(
            @Nullable Function<String, @Nullable String> carrier, String name) {
          return carrier == null ? null : carrier.apply(name);
        }
      };

  static final TextMapGetter<Map<String, String>> MAP =
      new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String name) {
          if (carrier == null) {
            return null;
          }
          String exact = carrier.get(name);
          return exact != null ? exact : carrier.get(name.toLowerCase(Locale.ROOT));
        }
      };

  private Carriers() {}
}

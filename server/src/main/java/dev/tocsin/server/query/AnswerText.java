package dev.tocsin.server.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tocsin.promql.Annotations;
import dev.tocsin.promql.Value;
import dev.tocsin.series.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Writes answers in the shape of the Prometheus API, without building a tree first: a range of
/// many series has millions of numbers.
final class AnswerText {
  private static final JsonFactory JSON = new JsonFactory();
  private static final long MILLIS_PER_SECOND = 1_000;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonGenerator json;

  private AnswerText() throws IOException {
    json = JSON.createGenerator(bytes);
  }

  /// The answer to a query.
  static byte[] of(Value value, Annotations annotations) {
    return answer(text -> text.value(value), annotations);
  }

  /// The answer to a question for names.
  static byte[] ofTexts(List<String> texts) {
    return answer(
        text -> {
          text.json.writeStartArray();
          for (var each : texts) {
            text.json.writeString(each);
          }
          text.json.writeEndArray();
        },
        new Annotations());
  }

  /// The answer to a question for series.
  static byte[] ofLabels(List<Labels> series) {
    return answer(
        text -> {
          text.json.writeStartArray();
          for (var labels : series) {
            text.labels(labels);
          }
          text.json.writeEndArray();
        },
        new Annotations());
  }

  /// Writes the member `data`.
  @FunctionalInterface
  private interface Part {
    void write(AnswerText text) throws IOException;
  }

  private static byte[] answer(Part data, Annotations annotations) {
    try {
      var text = new AnswerText();
      text.json.writeStartObject();
      text.json.writeStringField("status", "success");
      text.json.writeFieldName("data");
      data.write(text);
      text.remarks("warnings", annotations.warnings());
      text.remarks("infos", annotations.infos());
      text.json.writeEndObject();
      text.json.close();
      return text.bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remarks(String name, List<String> remarks) throws IOException {
    if (remarks.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (var remark : remarks) {
      json.writeString(remark);
    }
    json.writeEndArray();
  }

  private void value(Value value) throws IOException {
    json.writeStartObject();
    switch (value) {
      case Value.Scalar(var millis, var number) -> {
        json.writeStringField("resultType", "scalar");
        json.writeFieldName("result");
        point(millis, GoDouble.text(number));
      }
      case Value.Text(var millis, var content) -> {
        json.writeStringField("resultType", "string");
        json.writeFieldName("result");
        point(millis, content);
      }
      case Value.InstantVector vector -> vector(vector);
      case Value.RangeMatrix matrix -> matrix(matrix);
    }
    json.writeEndObject();
  }

  private void vector(Value.InstantVector vector) throws IOException {
    json.writeStringField("resultType", "vector");
    json.writeArrayFieldStart("result");
    for (var sample : vector.samples()) {
      json.writeStartObject();
      json.writeFieldName("metric");
      labels(sample.labels());
      json.writeFieldName("value");
      point(sample.timestampMillis(), GoDouble.text(sample.value()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void matrix(Value.RangeMatrix matrix) throws IOException {
    json.writeStringField("resultType", "matrix");
    json.writeArrayFieldStart("result");
    for (var series : matrix.series()) {
      json.writeStartObject();
      json.writeFieldName("metric");
      labels(series.labels());
      json.writeArrayFieldStart("values");
      long[] times = series.timestampsMillis();
      double[] values = series.values();
      for (int i = 0; i < values.length; i++) {
        point(times[i], GoDouble.text(values[i]));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void labels(Labels labels) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < labels.size(); i++) {
      json.writeStringField(labels.name(i), labels.value(i));
    }
    json.writeEndObject();
  }

  private void point(long millis, String text) throws IOException {
    json.writeStartArray();
    json.writeNumber(seconds(millis));
    json.writeString(text);
    json.writeEndArray();
  }

  private static String seconds(long millis) {
    long fraction = Math.floorMod(millis, MILLIS_PER_SECOND);
    if (fraction == 0) {
      return Long.toString(millis / MILLIS_PER_SECOND);
    }
    var sign = millis < 0 ? "-" : "";
    long size = Math.abs(millis);
    return "%s%d.%03d".formatted(sign, size / MILLIS_PER_SECOND, size % MILLIS_PER_SECOND);
  }
}

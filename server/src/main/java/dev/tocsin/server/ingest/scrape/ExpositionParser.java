package dev.tocsin.server.ingest.scrape;

import dev.tocsin.series.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Walks the samples of an exposition, on bytes and without allocating.
///
/// A sample's series is first only a range of bytes with a hash: whoever has seen these very bytes
/// before knows the series. Only for new bytes is [#labels()] asked, which reads and checks them.
///
/// Comments and metadata are passed over; `# TYPE` lines are checked because a wrong one shows a
/// broken target. Exemplars are read past. Names in quotes are not accepted: the request asks for
/// escaped names.
///
/// Source: Prometheus exposition formats 0.0.4; OpenMetrics 1.0.
final class ExpositionParser {
  private static final Set<String> TYPES =
      Set.of(
          "counter",
          "gauge",
          "histogram",
          "gaugehistogram",
          "summary",
          "untyped",
          "unknown",
          "info",
          "stateset");
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final double TIMESTAMP_BOUND = 1e16;
  private static final String END_MARK = "# EOF";

  private final byte[] text;
  private final int length;
  private final boolean openMetrics;

  private int position;
  private int line;
  private int lineStart;
  private boolean ended;

  private int seriesStart;
  private int seriesEnd;
  private int seriesHash;
  private double value;
  private boolean timed;
  private long timestampMillis;

  ExpositionParser(byte[] text, int length, ExpositionFormat format) {
    this.text = text;
    this.length = length;
    this.openMetrics = format == ExpositionFormat.OPEN_METRICS;
  }

  /// Moves to the next sample; false when there is none.
  boolean next() throws ExpositionException {
    while (position < length) {
      line++;
      lineStart = position;
      if (ended) {
        throw failure(position, "there is more after \"" + END_MARK + "\"");
      }
      skipBlanks();
      if (position == length || text[position] == '\n') {
        position++;
      } else if (text[position] == '#') {
        comment();
      } else {
        sample();
        return true;
      }
    }
    if (openMetrics && !ended) {
      line++;
      lineStart = position;
      throw failure(position, "the body ends without \"" + END_MARK + "\"");
    }
    return false;
  }

  /// After a failure: passes over the rest of the line.
  void skipLine() {
    while (position < length && text[position] != '\n') {
      position++;
    }
    position++;
  }

  /// Whether there is nothing left to read, so that a failure may be a body that was cut off.
  boolean isAtEnd() {
    return position >= length;
  }

  byte[] text() {
    return text;
  }

  /// Where the bytes of the series start: name and labels as written.
  int seriesStart() {
    return seriesStart;
  }

  int seriesEnd() {
    return seriesEnd;
  }

  int seriesHash() {
    return seriesHash;
  }

  double value() {
    return value;
  }

  /// Whether the target gave the sample a time of its own.
  boolean timed() {
    return timed;
  }

  long timestampMillis() {
    return timestampMillis;
  }

  /// The series of the current sample, read from its bytes.
  Labels labels() throws ExpositionException {
    return new SeriesText(this).labels();
  }

  ExpositionException failure(int at, String problem) {
    return new ExpositionException(line, at - lineStart + 1, problem);
  }

  private void sample() throws ExpositionException {
    series();
    skipBlanks();
    value = number("a value");
    timed = false;
    skipBlanks();
    if (position < length && text[position] != '\n' && text[position] != '#') {
      timestamp();
      skipBlanks();
    }
    if (position < length && text[position] == '#') {
      exemplar();
    }
    endOfLine();
  }

  private void series() throws ExpositionException {
    seriesStart = position;
    int hash = 0;
    while (position < length && !endsName(text[position])) {
      hash = 31 * hash + text[position++];
    }
    seriesEnd = position;
    skipBlanks();
    if (position < length && text[position] == '{') {
      int from = position;
      skipLabels();
      for (int i = from; i < position; i++) {
        hash = 31 * hash + text[i];
      }
      seriesEnd = position;
    }
    if (seriesEnd == seriesStart) {
      throw failure(position, "a metric name is expected");
    }
    seriesHash = hash ^ (hash >>> 16);
  }

  private static boolean endsName(byte c) {
    return c == ' ' || c == '{' || c == '\n' || c == '\t';
  }

  /// Past the closing brace that is not within quotes.
  private void skipLabels() throws ExpositionException {
    int open = position;
    boolean quoted = false;
    while (++position < length) {
      int c = text[position];
      if (c == '\n') {
        break;
      }
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted && position + 1 < length && text[position + 1] != '\n') {
        position++;
      } else if (c == '}' && !quoted) {
        position++;
        return;
      }
    }
    position = Math.min(position, length);
    throw failure(open, quoted ? "a label value is not closed" : "the labels are not closed");
  }

  private double number(String what) throws ExpositionException {
    int from = position;
    while (position < length && text[position] > ' ') {
      position++;
    }
    try {
      return FloatText.parse(text, from, position);
    } catch (NumberFormatException e) {
      position = from;
      throw failure(from, what + " is expected");
    }
  }

  private void timestamp() throws ExpositionException {
    int from = position;
    double number = number("a timestamp");
    double millis = openMetrics ? Math.rint(number * MILLIS_PER_SECOND) : number;
    if (!(Math.abs(millis) < TIMESTAMP_BOUND) || millis != Math.rint(millis)) {
      throw failure(from, "a timestamp is expected");
    }
    timed = true;
    timestampMillis = (long) millis;
  }

  private void exemplar() throws ExpositionException {
    if (!openMetrics) {
      throw failure(position, "the end of the line is expected; exemplars are for OpenMetrics");
    }
    position++;
    skipBlanks();
    if (position >= length || text[position] != '{') {
      throw failure(position, "the labels of an exemplar are expected");
    }
    skipLabels();
    skipBlanks();
    number("the value of an exemplar");
    skipBlanks();
    if (position < length && text[position] != '\n') {
      number("the timestamp of an exemplar");
      skipBlanks();
    }
  }

  private void endOfLine() throws ExpositionException {
    if (position < length && text[position] != '\n') {
      throw failure(position, "the end of the line is expected");
    }
    position++;
  }

  private void comment() throws ExpositionException {
    int start = position;
    while (position < length && text[position] != '\n') {
      position++;
    }
    if (startsWith(start, END_MARK) && position - start == END_MARK.length()) {
      ended = openMetrics;
    } else if (startsWith(start, "# TYPE ")) {
      checkType(start);
    }
    position++;
  }

  private void checkType(int start) throws ExpositionException {
    var words = new String(text, start, position - start, StandardCharsets.ISO_8859_1).split(" +");
    if (words.length != 4 || !TYPES.contains(words[3].strip())) {
      throw failure(start, "\"# TYPE name type\" is expected, with a known type");
    }
  }

  private boolean startsWith(int start, String wanted) {
    if (start + wanted.length() > length) {
      return false;
    }
    for (int i = 0; i < wanted.length(); i++) {
      if (text[start + i] != wanted.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void skipBlanks() {
    while (position < length && (text[position] == ' ' || text[position] == '\t')) {
      position++;
    }
  }
}

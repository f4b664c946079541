package dev.tocsin.server.ingest.scrape;

import dev.tocsin.series.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;

/// Reads the current series of an [ExpositionParser] into labels, checking each byte.
final class SeriesText {
  private final ExpositionParser parser;
  private final byte[] text;
  private final int end;
  private int position;

  SeriesText(ExpositionParser parser) {
    this.parser = parser;
    this.text = parser.text();
    this.position = parser.seriesStart();
    this.end = parser.seriesEnd();
  }

  Labels labels() throws ExpositionException {
    var builder = Labels.builder();
    builder.set(Labels.METRIC_NAME, name(true));
    skipBlanks();
    if (position == end) {
      return builder.build();
    }
    position++;
    var seen = new HashSet<String>();
    while (!closes()) {
      int start = position;
      var name = name(false);
      if (name.equals(Labels.METRIC_NAME) || !seen.add(name)) {
        throw parser.failure(start, "the label " + name + " is there twice");
      }
      expect('=');
      builder.set(name, value());
      skipBlanks();
      if (text[position] != '}') {
        expect(',');
      }
    }
    return builder.build();
  }

  private boolean closes() {
    skipBlanks();
    return text[position] == '}';
  }

  private String name(boolean metric) throws ExpositionException {
    int start = position;
    while (position < end && isNameByte(text[position], position > start, metric)) {
      position++;
    }
    boolean complete = position == end || endsName(text[position]);
    if (position == start || !complete) {
      throw parser.failure(position, (metric ? "a metric" : "a label") + " name is expected");
    }
    return new String(text, start, position - start, StandardCharsets.US_ASCII);
  }

  private static boolean endsName(byte c) {
    return c == '{' || c == '=' || c == ' ' || c == '\t';
  }

  private static boolean isNameByte(byte c, boolean follows, boolean metric) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (follows && c >= '0' && c <= '9')
        || (metric && c == ':');
  }

  private void expect(char wanted) throws ExpositionException {
    skipBlanks();
    if (text[position] != wanted) {
      throw parser.failure(position, "\"" + wanted + "\" is expected");
    }
    position++;
  }

  /// A quoted value. Only `\\`, `\"` and `\n` are escapes; other backslashes stand for themselves.
  private String value() throws ExpositionException {
    expect('"');
    int start = position;
    boolean escaped = false;
    while (text[position] != '"') {
      if (text[position] == '\\') {
        escaped = true;
        position++;
      }
      position++;
    }
    var value = decoded(start, position);
    position++;
    return escaped ? unescaped(value) : value;
  }

  private String decoded(int from, int to) throws ExpositionException {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try {
      return decoder.decode(ByteBuffer.wrap(text, from, to - from)).toString();
    } catch (CharacterCodingException e) {
      throw parser.failure(from, "the label value is not UTF-8");
    }
  }

  private static String unescaped(String value) {
    var plain = new StringBuilder(value.length());
    int next = 0;
    while (next < value.length()) {
      char c = value.charAt(next++);
      char following = c == '\\' && next < value.length() ? value.charAt(next) : 0;
      if (following == 'n' || following == '\\' || following == '"') {
        plain.append(following == 'n' ? '\n' : following);
        next++;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private void skipBlanks() {
    while (position < end && (text[position] == ' ' || text[position] == '\t')) {
      position++;
    }
  }
}

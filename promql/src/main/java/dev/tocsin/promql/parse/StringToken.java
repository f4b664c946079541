package dev.tocsin.promql.parse;

import dev.tocsin.promql.ast.Notation;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A quoted string in the text. Double and single quotes take the escapes of Go; back-quotes take
/// none and may span lines.
///
/// Byte escapes (`\xff`, `\377`) give bytes, so the value is collected as UTF-8 and decoded at the
/// end; see [Notation#STRAY_BYTE] for bytes that do not decode.
final class StringToken {
  private static final String PLAIN_ESCAPES = "abfnrtv\\";
  private static final String PLAIN_VALUES = "\u0007\b\f\n\r\t\u000b\\";

  private final String text;
  private final char quote;
  private final java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
  private int at;
  private @Nullable String problem;

  StringToken(String text, int start) {
    this.text = text;
    this.quote = text.charAt(start);
    this.at = start + 1;
    read();
  }

  /// What is wrong with the string, or null.
  @Nullable String problem() {
    return problem;
  }

  int end() {
    return at;
  }

  String value() {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes.toByteArray());
    CharBuffer out = CharBuffer.allocate(bytes.size() + 1);
    while (true) {
      if (!decoder.decode(in, out, true).isError()) {
        return out.flip().toString();
      }
      out.put((char) (Notation.STRAY_BYTE + (in.get() & 0xff)));
      decoder.reset();
    }
  }

  private void read() {
    while (problem == null) {
      if (at >= text.length() || (text.charAt(at) == '\n' && quote != '`')) {
        problem = "unterminated quoted string";
      } else if (text.charAt(at) == quote) {
        at++;
        return;
      } else if (text.charAt(at) == '\\' && quote != '`') {
        at++;
        escape();
      } else {
        int codePoint = text.codePointAt(at);
        put(codePoint);
        at += Character.charCount(codePoint);
      }
    }
  }

  private void put(int codePoint) {
    bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
  }

  private void escape() {
    char c = at < text.length() ? text.charAt(at) : 0;
    int plain = PLAIN_ESCAPES.indexOf(c);
    if (c == quote) {
      bytes.write(c);
      at++;
    } else if (plain >= 0) {
      bytes.write(PLAIN_VALUES.charAt(plain));
      at++;
    } else if (c >= '0' && c <= '7') {
      number(at, 3, 8, 0xff);
    } else if (c == 'x') {
      number(at + 1, 2, 16, 0xff);
    } else if (c == 'u') {
      number(at + 1, 4, 16, Character.MAX_CODE_POINT);
    } else if (c == 'U') {
      number(at + 1, 8, 16, Character.MAX_CODE_POINT);
    } else {
      problem = "unknown escape sequence in string";
    }
  }

  private void number(int start, int length, int radix, int greatest) {
    int value = 0;
    for (int i = start; i < start + length; i++) {
      int digit = i < text.length() ? Character.digit(text.charAt(i), radix) : -1;
      if (digit < 0 || value > greatest) {
        problem = "bad escape sequence in string";
        return;
      }
      value = value * radix + digit;
    }
    boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
    if (value < 0 || value > greatest || (greatest > 0xff && surrogate)) {
      problem = "escape sequence is no character in string";
      return;
    }
    if (greatest == 0xff) {
      bytes.write(value);
    } else {
      put(value);
    }
    at = start + length;
  }
}

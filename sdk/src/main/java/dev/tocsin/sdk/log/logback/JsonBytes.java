package dev.tocsin.sdk.log.logback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A JSON object as the bytes of its UTF-8, written field by field and used again. Nearly all
/// fields are short texts without anything to escape, which are copied as they are; everything else
/// is left to Jackson.
final class JsonBytes {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonStringEncoder ESCAPES = JsonStringEncoder.getInstance();
  private static final int USUAL_LENGTH = 1024;
  private static final int LONGEST_KEPT = 64 * 1024;

  private byte[] bytes = new byte[USUAL_LENGTH];
  private int length;

  void begin() {
    length = 0;
    put('{');
  }

  void field(String name, @Nullable Object value) {
    if (length > 1) {
      put(',');
    }
    text(name);
    put(':');
    value(value);
  }

  void end() {
    put('}');
  }

  void newLine() {
    put('\n');
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  /// Whether it is worth keeping for the next line.
  boolean isSmall() {
    return bytes.length <= LONGEST_KEPT;
  }

  private void value(@Nullable Object value) {
    if (value instanceof String text) {
      text(text);
    } else if (value == null || value instanceof Boolean || isPlainNumber(value)) {
      plain(String.valueOf(value));
    } else if (value instanceof Throwable failure) {
      text(failure.getClass().getName());
    } else {
      put(written(value));
    }
  }

  private static boolean isPlainNumber(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || (value instanceof Double number && Double.isFinite(number));
  }

  private void text(String text) {
    put('"');
    if (isPlain(text)) {
      plain(text);
    } else {
      put(ESCAPES.quoteAsUTF8(text));
    }
    put('"');
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private void plain(String ascii) {
    makeRoom(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      bytes[length + i] = (byte) ascii.charAt(i);
    }
    length += ascii.length();
  }

  private void put(byte[] added) {
    makeRoom(added.length);
    System.arraycopy(added, 0, bytes, length, added.length);
    length += added.length;
  }

  private void put(char ascii) {
    makeRoom(1);
    bytes[length++] = (byte) ascii;
  }

  private void makeRoom(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }

  private static byte[] written(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("BUG: a value that was made printable cannot be", e);
    }
  }
}

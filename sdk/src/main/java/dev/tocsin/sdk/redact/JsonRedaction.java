package dev.tocsin.sdk.redact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Copies JSON token by token and leaves secrets out. Token by token, because a body may be cut off
/// or broken: what came before the break is copied, what comes after it is not shown at all.
final class JsonRedaction {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Pattern LOOKS_LIKE_JSON =
      Pattern.compile("\\s*(?:\\{\\s*[\"}]|\\[\\s*[\\[{\"])");
  private static final int MAX_NESTED_TEXTS = 4;

  private final SensitiveKeys keys;
  private final UnaryOperator<String> text;
  private final int maxLength;

  JsonRedaction(SensitiveKeys keys, UnaryOperator<String> text, int maxLength) {
    this.keys = keys;
    this.text = text;
    this.maxLength = maxLength;
  }

  static boolean looksLikeJson(String body) {
    int start = 0;
    while (start < body.length() && Character.isWhitespace(body.charAt(start))) {
      start++;
    }
    return start < body.length()
        && (body.charAt(start) == '{' || body.charAt(start) == '[')
        && LOOKS_LIKE_JSON.matcher(body).lookingAt();
  }

  String redact(String body) {
    return redact(body, 0);
  }

  private String redact(String body, int nesting) {
    StringWriter out = new StringWriter(Math.min(body.length(), maxLength));
    String end = "";
    try (JsonParser parser = FACTORY.createParser(body);
        JsonGenerator generator = FACTORY.createGenerator(out)) {
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      end = copyAll(parser, generator, out, nesting);
    } catch (IOException e) {
      end = " [not JSON from here, not shown]";
    }
    return out + end;
  }

  private String copyAll(JsonParser parser, JsonGenerator generator, StringWriter out, int nesting)
      throws IOException {
    try {
      while (parser.nextToken() != null) {
        copy(parser, generator, nesting);
        generator.flush();
        if (out.getBuffer().length() > maxLength) {
          return " [cut]";
        }
      }
      return "";
    } finally {
      generator.flush();
    }
  }

  private void copy(JsonParser parser, JsonGenerator generator, int nesting) throws IOException {
    String name = parser.currentName();
    JsonToken token = parser.currentToken();
    if (token == JsonToken.FIELD_NAME) {
      generator.writeFieldName(text.apply(parser.currentName()));
    } else if (token == JsonToken.VALUE_STRING) {
      generator.writeString(
          isSecret(name, token) ? Redactor.REDACTED : string(parser.getText(), nesting));
    } else if (isSecret(name, token)) {
      parser.skipChildren();
      generator.writeString(Redactor.REDACTED);
    } else if (token.isNumeric()) {
      number(parser.getText(), generator);
    } else {
      generator.copyCurrentEvent(parser);
    }
  }

  /// The name of an array's elements is null here; the array itself was left out before.
  private boolean isSecret(@Nullable String name, JsonToken token) {
    if (name == null || token.isStructEnd() || token.isBoolean() || token == JsonToken.VALUE_NULL) {
      return false;
    }
    return keys.contain(name) && !(token.isNumeric() && SensitiveKeys.countsTokens(name));
  }

  private String string(String value, int nesting) {
    if (!looksLikeJson(value)) {
      return text.apply(value);
    }
    return nesting < MAX_NESTED_TEXTS ? redact(value, nesting + 1) : Redactor.REDACTED;
  }

  private void number(String digits, JsonGenerator generator) throws IOException {
    String clean = text.apply(digits);
    if (clean.equals(digits)) {
      generator.writeNumber(digits);
    } else {
      generator.writeString(clean);
    }
  }
}

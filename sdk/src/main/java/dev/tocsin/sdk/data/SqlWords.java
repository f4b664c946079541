package dev.tocsin.sdk.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts SQL into words and leaves out everything that a user may have put in: strings, numbers and
/// comments. What it does not understand it drops rather than shows. Strings are read as the SQL
/// standard has them, with PostgreSQL's `E'…'` and `$tag$…$tag$`.
final class SqlWords {

  private static final String VALUE = "?";
  private static final int MAX_LENGTH = 10_000;
  private static final int MAX_WORDS = 400;

  private final String sql;
  private final List<String> words = new ArrayList<>();
  private int position;

  private SqlWords(String sql) {
    this.sql = sql.length() <= MAX_LENGTH ? sql : sql.substring(0, MAX_LENGTH);
  }

  static List<String> of(String sql) {
    SqlWords reader = new SqlWords(sql);
    while (reader.position < reader.sql.length() && reader.words.size() < MAX_WORDS) {
      reader.next();
    }
    return reader.words;
  }

  static String join(List<String> words) {
    StringBuilder text = new StringBuilder();
    String previous = "(";
    for (String word : words) {
      boolean tight = previous.equals("(") || word.equals(")") || word.equals(",");
      text.append(tight ? "" : " ").append(word);
      previous = word;
    }
    return text.toString();
  }

  private void next() {
    char c = sql.charAt(position);
    if (Character.isWhitespace(c)) {
      position++;
    } else if (sql.startsWith("--", position)) {
      skipPast("\n");
    } else if (sql.startsWith("/*", position)) {
      skipPast("*/");
    } else if (c == '\'') {
      skipString(false);
    } else if ((c == 'e' || c == 'E') && sql.startsWith("'", position + 1)) {
      position++;
      skipString(true);
    } else if (c == '$') {
      skipDollar();
    } else if (Character.isDigit(c)) {
      skipNumber();
    } else if (isNamePart(c)) {
      addName();
    } else {
      position++;
      add(String.valueOf(c));
    }
  }

  private void skipPast(String end) {
    int found = sql.indexOf(end, position + 1);
    position = found < 0 ? sql.length() : found + end.length();
  }

  private void skipString(boolean escapes) {
    position++;
    while (position < sql.length()) {
      char c = sql.charAt(position++);
      if (escapes && c == '\\') {
        position++;
      } else if (c == '\'') {
        if (!sql.startsWith("'", position)) {
          break;
        }
        position++;
      }
    }
    add(VALUE);
  }

  /// `$1` is a parameter, `$tag$` begins a string.
  private void skipDollar() {
    int end = position + 1;
    while (end < sql.length() && Character.isLetterOrDigit(sql.charAt(end))) {
      end++;
    }
    boolean opens = end < sql.length() && sql.charAt(end) == '$';
    if (opens) {
      String tag = sql.substring(position, end + 1);
      position = end;
      skipPast(tag);
    } else {
      position = end;
    }
    add(VALUE);
  }

  private void skipNumber() {
    while (position < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(position)) || sql.charAt(position) == '.')) {
      position++;
    }
    add(VALUE);
  }

  private void addName() {
    int begin = position;
    while (position < sql.length()
        && (isNamePart(sql.charAt(position)) || Character.isDigit(sql.charAt(position)))) {
      char c = sql.charAt(position++);
      if (c == '"' || c == '`') {
        int close = sql.indexOf(c, position);
        position = close < 0 ? sql.length() : close + 1;
      }
    }
    add(sql.substring(begin, position).toLowerCase(Locale.ROOT));
  }

  private static boolean isNamePart(char c) {
    return Character.isLetter(c) || c == '_' || c == '.' || c == '"' || c == '`';
  }

  /// Adds a word; lists of values become one value, and lists of such lists one list, so that the
  /// number of values does not make another statement.
  private void add(String word) {
    words.add(word);
    if (endsWith(VALUE, ",", VALUE)) {
      drop(2);
    } else if (endsWith("(", VALUE, ")", ",", "(", VALUE, ")")) {
      drop(4);
    }
  }

  private boolean endsWith(String... tail) {
    int offset = words.size() - tail.length;
    if (offset < 0) {
      return false;
    }
    for (int i = 0; i < tail.length; i++) {
      if (!words.get(offset + i).equals(tail[i])) {
        return false;
      }
    }
    return true;
  }

  private void drop(int count) {
    words.subList(words.size() - count, words.size()).clear();
  }
}

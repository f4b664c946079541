package dev.tocsin.sdk.data;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// A statement without the values in it, fit to be grouped, shown and logged.
///
/// @param text the statement in lower case, literals as `?`, lists of them as one `?`
/// @param operation `select`, `insert`, `update`, `delete`, `merge`, `call`, `ddl`, `transaction`
///   or `other`
/// @param table the first table that it works on, without its schema; `unknown` when there is none
record SqlStatement(String text, String operation, String table) {

  static final int MAX_TEXT_LENGTH = 500;
  static final String OTHER = "other";
  static final String UNKNOWN = "unknown";

  private static final Map<String, String> OPERATIONS =
      Map.ofEntries(
          Map.entry("select", "select"),
          Map.entry("insert", "insert"),
          Map.entry("update", "update"),
          Map.entry("delete", "delete"),
          Map.entry("merge", "merge"),
          Map.entry("call", "call"),
          Map.entry("create", "ddl"),
          Map.entry("alter", "ddl"),
          Map.entry("drop", "ddl"),
          Map.entry("truncate", "ddl"),
          Map.entry("begin", "transaction"),
          Map.entry("commit", "transaction"),
          Map.entry("rollback", "transaction"),
          Map.entry("savepoint", "transaction"));
  private static final Set<String> BETWEEN =
      Set.of("only", "into", "from", "if", "not", "exists", "table", "ignore");

  static SqlStatement of(String sql) {
    List<String> words = SqlWords.of(sql);
    int verb = verb(words);
    String operation = verb < 0 ? OTHER : OPERATIONS.getOrDefault(words.get(verb), OTHER);
    String text = SqlWords.join(words);
    String cut = text.length() <= MAX_TEXT_LENGTH ? text : text.substring(0, MAX_TEXT_LENGTH);
    return new SqlStatement(cut, operation, table(words, verb, operation));
  }

  /// The statement's verb: its first word, or behind `with` the first verb outside parentheses.
  private static int verb(List<String> words) {
    if (words.isEmpty()) {
      return -1;
    }
    if (!words.get(0).equals("with")) {
      return 0;
    }
    int depth = 0;
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
      if (depth == 0 && OPERATIONS.containsKey(word)) {
        return i;
      }
    }
    return -1;
  }

  private static String table(List<String> words, int verb, String operation) {
    return switch (operation) {
      case "select" -> named(words, verb, "from");
      case "insert", "update", "delete", "merge" -> after(words, verb);
      case "ddl" -> named(words, verb, "table");
      default -> UNKNOWN;
    };
  }

  /// The first name behind the word; what is in parentheses has the word again.
  private static String named(List<String> words, int verb, String word) {
    for (int i = verb + 1; i < words.size(); i++) {
      String table = words.get(i).equals(word) ? after(words, i) : UNKNOWN;
      if (!table.equals(UNKNOWN)) {
        return table;
      }
    }
    return UNKNOWN;
  }

  private static String after(List<String> words, int position) {
    for (int i = position + 1; i < words.size(); i++) {
      if (!BETWEEN.contains(words.get(i))) {
        return name(words.get(i));
      }
    }
    return UNKNOWN;
  }

  private static String name(String word) {
    String last = word.substring(word.lastIndexOf('.') + 1).replaceAll("[\"`\\[\\]]", "");
    boolean isName =
        !last.isEmpty() && (Character.isLetter(last.charAt(0)) || last.startsWith("_"));
    return isName ? last : UNKNOWN;
  }
}

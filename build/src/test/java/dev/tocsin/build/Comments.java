package dev.tocsin.build;

import java.util.ArrayList;
import java.util.List;

/// The comments and text blocks of a Java file. The compiler's tree leaves both out, so this reads
/// the characters: outside of strings, a slash pair begins a comment.
final class Comments {
  /// One line of a comment with its marks.
  record Line(int number, String text) {}

  private final String source;
  private final List<Line> lines = new ArrayList<>();
  private final List<Integer> textBlockLines = new ArrayList<>();
  private int position;
  private int lineNumber = 1;

  private Comments(String source) {
    this.source = source;
  }

  static Comments of(String source) {
    var comments = new Comments(source);
    comments.scan();
    return comments;
  }

  List<Line> lines() {
    return lines;
  }

  boolean inTextBlock(int number) {
    return textBlockLines.contains(number);
  }

  private void scan() {
    while (position < source.length()) {
      if (at("//")) {
        take(source.indexOf('\n', position), true);
      } else if (at("/*")) {
        take(after(source.indexOf("*/", position + 2), 2), true);
      } else if (at("\"\"\"")) {
        int first = lineNumber;
        take(endOfLiteral("\"\"\"", 3), false);
        for (int number = first; number <= lineNumber; number++) {
          textBlockLines.add(number);
        }
      } else if (at("\"")) {
        take(endOfLiteral("\"", 1), false);
      } else if (at("'")) {
        take(endOfLiteral("'", 1), false);
      } else {
        take(position + 1, false);
      }
    }
  }

  private boolean at(String mark) {
    return source.startsWith(mark, position);
  }

  private static int after(int index, int length) {
    return index < 0 ? -1 : index + length;
  }

  private int endOfLiteral(String mark, int opening) {
    int next = position + opening;
    while (next < source.length() && !source.startsWith(mark, next)) {
      next += source.charAt(next) == '\\' ? 2 : 1;
    }
    return next + mark.length();
  }

  private void take(int end, boolean comment) {
    int stop = end < 0 ? source.length() : Math.min(end, source.length());
    String taken = source.substring(position, stop);
    if (comment) {
      int number = lineNumber;
      for (String line : taken.split("\n", -1)) {
        lines.add(new Line(number++, line));
      }
    }
    lineNumber += (int) taken.chars().filter(character -> character == '\n').count();
    position = stop;
  }
}

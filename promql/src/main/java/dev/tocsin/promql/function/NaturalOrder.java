package dev.tocsin.promql.function;

import java.util.Comparator;

/// Texts in the order people expect: runs of digits compare as numbers.
final class NaturalOrder implements Comparator<String> {
  @Override
  public int compare(String first, String second) {
    int i = 0;
    int j = 0;
    while (i < first.length() && j < second.length()) {
      int iEnd = runEnd(first, i);
      int jEnd = runEnd(second, j);
      String left = first.substring(i, iEnd);
      String right = second.substring(j, jEnd);
      boolean numbers = isDigit(left.charAt(0)) && isDigit(right.charAt(0));
      int order = numbers ? compareNumbers(left, right) : left.compareTo(right);
      if (order != 0) {
        return order;
      }
      i = iEnd;
      j = jEnd;
    }
    return Integer.compare(first.length() - i, second.length() - j);
  }

  private static int compareNumbers(String left, String right) {
    String leftDigits = left.replaceFirst("^0+", "");
    String rightDigits = right.replaceFirst("^0+", "");
    int order = Integer.compare(leftDigits.length(), rightDigits.length());
    return order != 0 ? order : leftDigits.compareTo(rightDigits);
  }

  private static int runEnd(String text, int start) {
    boolean digits = isDigit(text.charAt(start));
    int end = start + 1;
    while (end < text.length() && isDigit(text.charAt(end)) == digits) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

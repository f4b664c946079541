package dev.tocsin.sdk.readiness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The settings of a file with a line `KEY=value` each, as Docker, systemd and shells read it:
/// comments behind `#` at the beginning of a line, an optional `export`, values in single or double
/// quotes.
final class EnvironmentFile {

  private static final Pattern LINE =
      Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)\\s*=(.*)");
  private static final Pattern QUOTED = Pattern.compile("\\s*(?:\"(.*)\"|'(.*)')\\s*");
  private static final int MAX_LINES = 10_000;

  private EnvironmentFile() {}

  /// @throws IllegalArgumentException when a line is none of these, with its number and without its
  ///   text
  static Map<String, String> parse(List<String> lines) {
    if (lines.size() > MAX_LINES) {
      throw new IllegalArgumentException("The file has over " + MAX_LINES + " lines.");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.stripLeading().startsWith("#")) {
        continue;
      }
      Matcher assignment = LINE.matcher(line);
      if (!assignment.matches()) {
        throw new IllegalArgumentException(
            "Line " + (i + 1) + " is no assignment; write it like KEY=value.");
      }
      values.put(assignment.group(1), unquoted(assignment.group(2)));
    }
    return values;
  }

  private static String unquoted(String value) {
    Matcher quoted = QUOTED.matcher(value);
    if (!quoted.matches()) {
      return value.strip();
    }
    return quoted.group(1) == null ? quoted.group(2) : quoted.group(1);
  }
}

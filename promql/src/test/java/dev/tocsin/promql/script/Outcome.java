package dev.tocsin.promql.script;

/// How one evaluation of a script went.
public sealed interface Outcome {
  int line();

  String query();

  record Passed(int line, String query) implements Outcome {}

  record Failed(int line, String query, String why) implements Outcome {}

  /// The case is about something that the engine does not have yet.
  record Unsupported(int line, String query) implements Outcome {}
}

package dev.tocsin.promql.function;

import dev.tocsin.promql.ast.ValueType;
import java.util.List;

/// The arguments and the result of a function.
///
/// @param arguments the types of all arguments that have a place of their own
/// @param optional how many of them, from the end, may be missing
/// @param variadic whether the last one may be repeated
public record Signature(
    List<ValueType> arguments, int optional, boolean variadic, ValueType result) {
  public Signature {
    arguments = List.copyOf(arguments);
  }

  /// All arguments are needed.
  static Signature of(ValueType result, ValueType... arguments) {
    return new Signature(List.of(arguments), 0, false, result);
  }

  /// The last argument may be missing.
  static Signature withOptional(ValueType result, ValueType... arguments) {
    return new Signature(List.of(arguments), 1, false, result);
  }

  /// The last argument may be missing or repeated.
  static Signature withRest(ValueType result, ValueType... arguments) {
    return new Signature(List.of(arguments), 1, true, result);
  }

  public int fewest() {
    return arguments.size() - optional;
  }

  public int most() {
    return variadic ? Integer.MAX_VALUE : arguments.size();
  }

  public ValueType argument(int index) {
    return arguments.get(Math.min(index, arguments.size() - 1));
  }
}

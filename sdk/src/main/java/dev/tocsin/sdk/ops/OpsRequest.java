package dev.tocsin.sdk.ops;

import java.util.Map;
import java.util.Optional;

/// A request to an [OpsEndpoint], already admitted and within the limit of size.
///
/// @param variables the values of the path's variables, decoded
/// @param query the query's parameters, decoded; the first one counts
/// @param body empty when there is none
/// @param actor who asks, as far as the caller told in `X-Tocsin-Actor`; `operator` otherwise
public record OpsRequest(
    Map<String, String> variables, Map<String, String> query, String body, String actor) {

  public OpsRequest {
    variables = Map.copyOf(variables);
    query = Map.copyOf(query);
  }

  /// The value of a variable of the path.
  public String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalStateException("BUG: the path has no variable " + name);
    }
    return value;
  }

  /// The value of a parameter of the query.
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }
}

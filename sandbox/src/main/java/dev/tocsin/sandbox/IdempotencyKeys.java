package dev.tocsin.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Remembers what was answered to which idempotency key, so that a repeated request is not carried
/// out twice.
final class IdempotencyKeys {
  static final int MAXIMUM_KEYS = 10_000;
  static final int MAXIMUM_KEY_CHARACTERS = 255;

  private record Answer(String request, Response response) {}

  private final Map<String, Answer> answers = new LinkedHashMap<>();

  /// The remembered answer or, the first time, the fresh one. A request that is refused before it
  /// was carried out throws and leaves its key free.
  ///
  /// @param request all that must be equal when a key comes again
  /// @throws StripeProblem if the key came before with another request
  synchronized Response once(String key, String request, Supplier<Response> work) {
    if (key.length() > MAXIMUM_KEY_CHARACTERS) {
      throw StripeProblem.of(
          400, "idempotency_error", "Idempotency keys have at most 255 characters.");
    }
    Answer known = answers.get(key);
    if (known == null) {
      Response response = work.get();
      answers.put(key, new Answer(request, response));
      if (answers.size() > MAXIMUM_KEYS) {
        answers.remove(answers.keySet().iterator().next());
      }
      return response;
    }
    if (!known.request.equals(request)) {
      throw StripeProblem.of(
          400,
          "idempotency_error",
          "Keys for idempotent requests can only be used with the same parameters they were first"
              + " used with. Try using a key other than '%s' if you meant to execute a different"
                  .formatted(key)
              + " request.");
    }
    return known.response.with("Idempotent-Replayed", "true");
  }
}

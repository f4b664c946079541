package dev.tocsin.marketplace.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The shape of every JSON answer: success with data, or error with what is wrong.
public record Envelope(String status, String message, @Nullable Object data, List<String> errors) {
  public Envelope {
    errors = List.copyOf(errors);
  }

  public static Envelope success(String message, Object data) {
    return new Envelope("success", message, data, List.of());
  }

  static Envelope error(ProblemException problem) {
    return new Envelope("error", problem.text(), problem.data(), problem.errors());
  }
}

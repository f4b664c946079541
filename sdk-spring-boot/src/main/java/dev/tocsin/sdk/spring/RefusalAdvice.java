package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.guard.Refusal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers refusals of guards as `application/problem+json`. Before advices of the application that
/// take every exception; one that wants another form switches this off with `tocsin.guard.advice`.
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class RefusalAdvice {

  @ExceptionHandler(Refusal.class)
  ResponseEntity<Map<String, @Nullable Object>> refused(Refusal refusal) {
    return ResponseEntity.status(refusal.status())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .headers(headers -> refusal.headers().forEach(headers::set))
        .body(refusal.problem());
  }
}

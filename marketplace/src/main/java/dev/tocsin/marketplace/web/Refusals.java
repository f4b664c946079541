package dev.tocsin.marketplace.web;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/// The one place where a failed request becomes an answer: JSON below `/api/`, a page elsewhere.
@RestControllerAdvice
class Refusals {
  private static final Logger LOG = System.getLogger(Refusals.class.getName());

  private final Pages pages;

  Refusals(Pages pages) {
    this.pages = pages;
  }

  @ExceptionHandler(ProblemException.class)
  ResponseEntity<?> refused(ProblemException problem, HttpServletRequest request) {
    return answer(problem, request);
  }

  @ExceptionHandler({
    HttpMessageNotReadableException.class,
    MethodArgumentTypeMismatchException.class,
    MissingServletRequestParameterException.class
  })
  ResponseEntity<?> unreadable(Exception exception, HttpServletRequest request) {
    var text = "The request could not be read: " + firstLine(exception.getMessage());
    return answer(ProblemException.badRequest("UNREADABLE", text), request);
  }

  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ResponseEntity<?> databaseFailed(RuntimeException exception, HttpServletRequest request) {
    LOG.log(Level.ERROR, "Database failed for {0}: {1}", request.getMethod(), rootCause(exception));
    var text = "The shop cannot reach its database right now.";
    return answer(
        new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "DATABASE_UNAVAILABLE", text),
        request);
  }

  @ExceptionHandler(Exception.class)
  ResponseEntity<?> unexpected(Exception exception, HttpServletRequest request) {
    if (exception instanceof ErrorResponse response && response.getStatusCode().value() < 500) {
      return answer(fromFramework(response.getStatusCode()), request);
    }
    LOG.log(Level.ERROR, "Request failed: " + request.getMethod(), exception);
    var text = "Something went wrong on our side.";
    return answer(
        new ProblemException(HttpStatus.INTERNAL_SERVER_ERROR, "INTERNAL", text), request);
  }

  private static ProblemException fromFramework(HttpStatusCode code) {
    var status = HttpStatus.valueOf(code.value());
    var text =
        status == HttpStatus.NOT_FOUND
            ? "There is nothing at this address."
            : "The request does not fit this address: " + status.getReasonPhrase() + ".";
    return new ProblemException(status, status.name(), text);
  }

  private ResponseEntity<?> answer(ProblemException problem, HttpServletRequest request) {
    if (wantsJson(request)) {
      return ResponseEntity.status(problem.status())
          .contentType(MediaType.APPLICATION_JSON)
          .body(Envelope.error(problem));
    }
    var view = new ErrorPage(headline(problem.status()), problem.text(), advice(problem.status()));
    return pages.show(problem.status(), "error", Frame.anonymous(view.headline()), view);
  }

  private static boolean wantsJson(HttpServletRequest request) {
    var path = request.getRequestURI();
    var accept = request.getHeader("Accept");
    var contentType = request.getContentType();
    return path.startsWith("/api/")
        || path.startsWith("/webhooks/")
        || path.endsWith(".json")
        || (contentType != null && contentType.startsWith("application/json"))
        || (accept != null && accept.startsWith("application/json"));
  }

  private static String headline(HttpStatus status) {
    return switch (status) {
      case NOT_FOUND -> "Not here";
      case CONFLICT -> "That changed meanwhile";
      case UNAUTHORIZED, FORBIDDEN -> "Not allowed";
      case TOO_MANY_REQUESTS -> "Too many tries";
      case SERVICE_UNAVAILABLE, BAD_GATEWAY -> "Back in a moment";
      case INTERNAL_SERVER_ERROR -> "Our mistake";
      default -> "That did not work";
    };
  }

  private static String advice(HttpStatus status) {
    if (status.is5xxServerError()) {
      return "Nothing you bought is lost. Please try again in a minute.";
    }
    return status == HttpStatus.CONFLICT
        ? "Refresh the page before you try again."
        : "Go back, or start from the home page.";
  }

  private static String rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "no detail" : text.lines().findFirst().orElse("no detail");
  }
}

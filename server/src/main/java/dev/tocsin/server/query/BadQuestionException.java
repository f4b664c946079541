package dev.tocsin.server.query;

/// A question that makes no sense; the message tells its sender why.
final class BadQuestionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadQuestionException(String message) {
    super(message);
  }
}

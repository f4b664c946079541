package dev.tocsin.cli.demo;

/// The demo cannot go on; the message says why to the person who started it.
final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DemoException(String message) {
    super(message);
  }
}

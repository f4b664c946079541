package dev.tocsin.sdk.ops;

/// A path of the ops surface that a feature serves. Every one of them asks for the operator token.
public interface OpsEndpoint {

  /// `GET` or `POST`. A `GET` changes nothing.
  String method();

  /// The path with variables in braces, each one segment: `/ops/work/{lifecycle}`.
  String path();

  /// Answers. A wrong request is a response with a 4xx status that says what, where and how to fix.
  OpsResponse answer(OpsRequest request);
}

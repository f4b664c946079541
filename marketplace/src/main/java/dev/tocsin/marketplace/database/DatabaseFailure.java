package dev.tocsin.marketplace.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Tells a person who starts the shop what is wrong with its database, instead of a stack trace.
final class DatabaseFailure extends AbstractFailureAnalyzer<DatabaseUnusableException> {
  private static final String ACTION =
      "Check DATABASE_URL and that the server answers; without DATABASE_URL, check that the folder"
          + " MARKETPLACE_DATA can be written and that no other shop uses it.";

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, DatabaseUnusableException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), ACTION, cause);
  }
}

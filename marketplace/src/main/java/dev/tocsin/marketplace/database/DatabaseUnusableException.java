package dev.tocsin.marketplace.database;

/// The shop cannot start, because its database cannot be opened or migrated.
final class DatabaseUnusableException extends RuntimeException {
  DatabaseUnusableException(DatabaseAddress address, RuntimeException cause) {
    super("The database at " + address + " cannot be used: " + rootOf(cause), cause);
  }

  private static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}

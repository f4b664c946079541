package dev.tocsin.server.ingest.scrape;

/// What a line that is not understood, or a series that is refused, means for the rest.
enum BadLines {
  /// Nothing of the scrape is kept, so that nobody trusts half of it.
  REJECT_SCRAPE,
  /// The line is left out and told in the target's warning; the rest is kept.
  REJECT_LINE
}

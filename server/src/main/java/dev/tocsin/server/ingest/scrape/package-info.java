/// Collects samples by asking configured targets for their text exposition. Start at [Scraper]; a
/// [ScrapeTarget] does one target's work. This package must not know what the samples mean.
@NullMarked
package dev.tocsin.server.ingest.scrape;

import org.jspecify.annotations.NullMarked;

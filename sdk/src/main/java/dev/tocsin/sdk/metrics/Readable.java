package dev.tocsin.sdk.metrics;

import java.util.List;

/// A family whose series can be read back.
interface Readable {

  List<Reading> read();
}

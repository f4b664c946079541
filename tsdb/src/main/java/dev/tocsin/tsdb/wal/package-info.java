/// The write-ahead log: what was committed, in files that survive the sudden death of the process.
/// Start at [WriteAheadLog]; `docs/format.md` draws the bytes. This package must not know the head
/// that it feeds, only the [LogVisitor] that it hands records to.
@NullMarked
package dev.tocsin.tsdb.wal;

import org.jspecify.annotations.NullMarked;

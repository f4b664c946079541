/// The series of the recent past, in memory, and the way into them: what is appended goes to the
/// log first and becomes readable after. Start at [Head]. This package must not know blocks, nor
/// how the log looks on the disk.
@NullMarked
package dev.tocsin.tsdb.head;

import org.jspecify.annotations.NullMarked;

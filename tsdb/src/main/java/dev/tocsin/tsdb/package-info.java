/// Keeps series on disk and finds them again. Start at [Tsdb]; the packages below are its inside.
/// It must not know the query language, transport or any product word.
@NullMarked
package dev.tocsin.tsdb;

import org.jspecify.annotations.NullMarked;

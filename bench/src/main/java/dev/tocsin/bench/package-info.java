/// Benchmarks: of the libraries by JMH, of the server as a whole process. Start at [Main]. Figures
/// are to be compared within one run only; nothing here is a test.
@NullMarked
package dev.tocsin.bench;

import org.jspecify.annotations.NullMarked;

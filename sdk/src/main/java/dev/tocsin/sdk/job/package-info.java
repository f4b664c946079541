/// Signs of life of scheduled work: each job by its name, missing when it was not heard of for too
/// long, also when it was never heard of. Start at [Jobs].
@NullMarked
package dev.tocsin.sdk.job;

import org.jspecify.annotations.NullMarked;

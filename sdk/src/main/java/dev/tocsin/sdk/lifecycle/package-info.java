/// Stuck work: an application declares the stages of a [Lifecycle], how long work may stay in each,
/// and a query; counts, ages, stuck entities and alert keys follow from that one definition.
@NullMarked
package dev.tocsin.sdk.lifecycle;

import org.jspecify.annotations.NullMarked;

package dev.tocsin.promql.function;

/// The times that a query was asked for. An instant query has a step of 0.
public record QueryTimes(long startMillis, long endMillis, long stepMillis) {}

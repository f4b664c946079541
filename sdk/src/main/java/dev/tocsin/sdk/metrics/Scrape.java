package dev.tocsin.sdk.metrics;

/// One exposition of all metrics, ready to be sent.
public record Scrape(String contentType, String body) {}

package dev.tocsin.marketplace.mail;

/// A letter as it will be sent. The template names its kind in metrics.
public record Letter(String template, String recipient, String subject, String text) {}

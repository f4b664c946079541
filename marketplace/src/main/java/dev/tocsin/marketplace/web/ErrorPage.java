package dev.tocsin.marketplace.web;

/// What the error page tells: a headline, what happened, and what to do now.
public record ErrorPage(String headline, String text, String advice) {}

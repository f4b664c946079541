package dev.tocsin.marketplace.mail;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Who letters come from.
@ConfigurationProperties(prefix = "marketplace.mail", ignoreUnknownFields = false)
record MailOptions(@DefaultValue("Inkwell <orders@inkwell.example>") String from) {}

package dev.tocsin.sdk.spring;

import java.net.URI;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The services outside that are checked.
///
/// @param enabled whether any is
/// @param disabled names of those that are not: `stripe`, `crawler`
/// @param urls where the providers are, for stand-ins and proxies
@ConfigurationProperties("tocsin.services")
record TocsinServicesProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue Set<String> disabled,
    @DefaultValue Urls urls) {

  /// Addresses of providers.
  record Urls(
      @DefaultValue("https://api.stripe.com") URI stripe,
      @DefaultValue("https://api.openai.com") URI openai,
      @DefaultValue("https://api.anthropic.com") URI anthropic,
      @DefaultValue("https://v6.exchangerate-api.com/v6/latest/USD") URI exchangeRates) {}
}

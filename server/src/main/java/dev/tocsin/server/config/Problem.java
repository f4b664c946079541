package dev.tocsin.server.config;

/// One thing wrong in a configuration or content file.
///
/// @param where file, line and column, such as `tocsin.yml:12:3`
/// @param key the path of the key, such as `scrape.interval`
/// @param what what is wrong
/// @param remedy what to do about it
public record Problem(String where, String key, String what, String remedy) {
  @Override
  public String toString() {
    return where + ": " + (key.isEmpty() ? "" : key + ": ") + what + "; " + remedy;
  }
}

package dev.tocsin.server.pack;

/// What to do when an alert fires, as Markdown.
///
/// @param name as in its address `/runbooks/{pack}/{name}`
public record Runbook(String pack, String name, String text) {
  public String path() {
    return "/runbooks/" + pack + "/" + name;
  }
}

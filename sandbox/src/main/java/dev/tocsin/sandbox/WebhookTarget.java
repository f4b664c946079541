package dev.tocsin.sandbox;

import java.net.URI;

/// Where events go, and the secret they are signed with.
record WebhookTarget(String id, URI url, String secret) {
  @Override
  public String toString() {
    return id + " at " + url;
  }
}

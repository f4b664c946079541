package dev.tocsin.server.deliver.webpush;

import java.net.URI;

/// A browser that wants to be told.
///
/// @param endpoint its address at its push service; whoever knows it can send to it
/// @param publicKey a point of P-256, base64url
/// @param auth the secret that browser and server share, base64url
/// @param userId whose browser it is
record Subscription(
    String id, URI endpoint, String publicKey, String auth, String userId, String userName) {
  @Override
  public String toString() {
    return "Subscription[" + id + " of " + userName + "]";
  }
}

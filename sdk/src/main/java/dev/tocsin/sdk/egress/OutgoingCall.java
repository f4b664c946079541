package dev.tocsin.sdk.egress;

import java.net.URI;
import java.util.Map;

/// A POST to a destination.
///
/// @param headers `Authorization` and `Cookie` are not sent on to another host by a redirect
public record OutgoingCall(URI url, String contentType, byte[] body, Map<String, String> headers) {

  public OutgoingCall {
    headers = Map.copyOf(headers);
    body = body.clone();
  }

  @Override
  public String toString() {
    return "OutgoingCall[host=" + url.getHost() + ", " + body.length + " bytes]";
  }
}

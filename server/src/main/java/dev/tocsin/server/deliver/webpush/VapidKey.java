package dev.tocsin.server.deliver.webpush;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.net.URI;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/// The key by which push services know this server: RFC 8292.
record VapidKey(ECPublicKey publicKey, ECPrivateKey privateKey) {
  /// At most a day, says the RFC.
  private static final Duration LIFE = Duration.ofHours(12);

  static VapidKey generate() {
    var pair = P256.generate();
    return new VapidKey((ECPublicKey) pair.getPublic(), (ECPrivateKey) pair.getPrivate());
  }

  /// What browsers subscribe with.
  String publicText() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(P256.point(publicKey));
  }

  /// The value of the header `Authorization`.
  ///
  /// @param subject whom the push service can ask, such as `mailto:ops@example.org`
  String authorization(URI endpoint, String subject, Instant now) {
    var token =
        JWT.create()
            .withAudience(endpoint.getScheme() + "://" + endpoint.getRawAuthority())
            .withExpiresAt(now.plus(LIFE))
            .withSubject(subject)
            .sign(Algorithm.ECDSA256(publicKey, privateKey));
    return "vapid t=" + token + ", k=" + publicText();
  }

  @Override
  public String toString() {
    return "VapidKey[" + publicText() + "]";
  }
}

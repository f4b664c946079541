package dev.tocsin.server.deliver.webpush;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The receiving side of RFC 8291, as a browser has it.
final class Browser {
  private static final int HEADER_BYTES = 86;

  private final KeyPair keys = P256.generate();
  private final byte[] auth = new byte[16];

  Browser() {
    new SecureRandom().nextBytes(auth);
  }

  ECPublicKey publicKey() {
    return (ECPublicKey) keys.getPublic();
  }

  byte[] auth() {
    return auth.clone();
  }

  Subscription subscription(URI endpoint) {
    var encoder = Base64.getUrlEncoder().withoutPadding();
    return new Subscription(
        "",
        endpoint,
        encoder.encodeToString(P256.point(publicKey())),
        encoder.encodeToString(auth),
        "user-1",
        "Ada");
  }

  byte[] open(byte[] sealed) {
    try {
      var salt = Arrays.copyOf(sealed, 16);
      var sender = Arrays.copyOfRange(sealed, 21, HEADER_BYTES);
      var agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(keys.getPrivate());
      agreement.doPhase(P256.publicKey(sender), true);
      var info = new ByteArrayOutputStream();
      info.writeBytes(PushEncryption.info("WebPush: info"));
      info.writeBytes(P256.point(publicKey()));
      info.writeBytes(sender);
      var shared = PushEncryption.derive(auth, agreement.generateSecret(), info.toByteArray(), 32);
      var key =
          PushEncryption.derive(
              salt, shared, PushEncryption.info("Content-Encoding: aes128gcm"), 16);
      var nonce =
          PushEncryption.derive(salt, shared, PushEncryption.info("Content-Encoding: nonce"), 12);
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
      var plain = cipher.doFinal(sealed, HEADER_BYTES, sealed.length - HEADER_BYTES);
      return Arrays.copyOf(plain, plain.length - 1);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot be opened", e);
    }
  }
}

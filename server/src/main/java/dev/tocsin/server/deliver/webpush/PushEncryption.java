package dev.tocsin.server.deliver.webpush;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts a message so that only one browser can read it: RFC 8291, in one record of the coding
/// `aes128gcm` of RFC 8188.
final class PushEncryption {
  /// Every push service takes 4096 bytes; header, padding mark and tag take their part.
  static final int PLAIN_LIMIT = 3_900;

  private static final int RECORD_SIZE = 4_096;
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int SHARED_BYTES = 32;
  private static final int TAG_BITS = 128;
  private static final byte LAST_RECORD = 2;
  private static final SecureRandom RANDOM = new SecureRandom();

  private PushEncryption() {}

  /// With a key and a salt for this message alone.
  static byte[] encrypt(byte[] plain, ECPublicKey browser, byte[] auth) {
    var salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return encrypt(plain, new Receiver(browser, auth), P256.generate(), salt);
  }

  /// @param auth the secret that browser and server share
  record Receiver(ECPublicKey key, byte[] auth) {}

  static byte[] encrypt(byte[] plain, Receiver receiver, KeyPair own, byte[] salt) {
    if (plain.length > PLAIN_LIMIT) {
      throw new IllegalArgumentException("BUG: a push message of " + plain.length + " bytes");
    }
    try {
      var ownPoint = P256.point((ECPublicKey) own.getPublic());
      var shared = shared(receiver, own, ownPoint);
      var key = derive(salt, shared, info("Content-Encoding: aes128gcm"), KEY_BYTES);
      var nonce = derive(salt, shared, info("Content-Encoding: nonce"), NONCE_BYTES);
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(TAG_BITS, nonce));
      var marked = Arrays.copyOf(plain, plain.length + 1);
      marked[plain.length] = LAST_RECORD;
      var sealed = cipher.doFinal(marked);
      return ByteBuffer.allocate(SALT_BYTES + Integer.BYTES + 1 + ownPoint.length + sealed.length)
          .put(salt)
          .putInt(RECORD_SIZE)
          .put((byte) ownPoint.length)
          .put(ownPoint)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw P256.missing(e);
    }
  }

  private static byte[] shared(Receiver receiver, KeyPair own, byte[] ownPoint)
      throws GeneralSecurityException {
    var agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(own.getPrivate());
    agreement.doPhase(receiver.key(), true);
    var info = new ByteArrayOutputStream();
    info.writeBytes(info("WebPush: info"));
    info.writeBytes(P256.point(receiver.key()));
    info.writeBytes(ownPoint);
    return derive(receiver.auth(), agreement.generateSecret(), info.toByteArray(), SHARED_BYTES);
  }

  static byte[] info(String text) {
    return (text + '\0').getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] derive(byte[] salt, byte[] secret, byte[] info, int length)
      throws GeneralSecurityException {
    var parameters =
        HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(secret).thenExpand(info, length);
    return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
  }
}

package dev.tocsin.server.deliver.webpush;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;

/// Keys on the curve P-256 in the forms of Web Push: points as 65 bytes, uncompressed (X9.62),
/// private keys as 32 bytes.
final class P256 {
  static final int POINT_BYTES = 65;
  private static final int FIELD_BYTES = 32;
  private static final byte UNCOMPRESSED = 4;
  private static final String CURVE = "secp256r1";

  private P256() {}

  static KeyPair generate() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /// @throws IllegalArgumentException if the bytes are no point of the curve: a point of another
  ///   curve would tell secrets
  static ECPublicKey publicKey(byte[] point) {
    if (point.length != POINT_BYTES || point[0] != UNCOMPRESSED) {
      throw new IllegalArgumentException("the key is no uncompressed point of P-256");
    }
    var x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + FIELD_BYTES));
    var y = new BigInteger(1, Arrays.copyOfRange(point, 1 + FIELD_BYTES, POINT_BYTES));
    try {
      var curve = curve();
      requireOnCurve(curve, x, y);
      var spec = new ECPublicKeySpec(new ECPoint(x, y), curve);
      return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  private static void requireOnCurve(ECParameterSpec spec, BigInteger x, BigInteger y) {
    var p = ((ECFieldFp) spec.getCurve().getField()).getP();
    var right =
        x.modPow(BigInteger.valueOf(3), p)
            .add(spec.getCurve().getA().multiply(x))
            .add(spec.getCurve().getB())
            .mod(p);
    boolean isOn = x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.multiply(y).mod(p).equals(right);
    if (!isOn) {
      throw new IllegalArgumentException("the key is no point of P-256");
    }
  }

  static ECPrivateKey privateKey(byte[] value) {
    try {
      var spec = new ECPrivateKeySpec(new BigInteger(1, value), curve());
      return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(spec);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  static byte[] point(ECPublicKey key) {
    var bytes = new byte[POINT_BYTES];
    bytes[0] = UNCOMPRESSED;
    write(key.getW().getAffineX(), bytes, 1);
    write(key.getW().getAffineY(), bytes, 1 + FIELD_BYTES);
    return bytes;
  }

  static byte[] value(ECPrivateKey key) {
    var bytes = new byte[FIELD_BYTES];
    write(key.getS(), bytes, 0);
    return bytes;
  }

  private static void write(BigInteger number, byte[] into, int from) {
    var bytes = number.toByteArray();
    int skip = Math.max(0, bytes.length - FIELD_BYTES);
    int length = bytes.length - skip;
    System.arraycopy(bytes, skip, into, from + FIELD_BYTES - length, length);
  }

  private static ECParameterSpec curve() throws GeneralSecurityException {
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(CURVE));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  static IllegalStateException missing(GeneralSecurityException e) {
    return new IllegalStateException("BUG: every JDK has the algorithms of Web Push", e);
  }
}

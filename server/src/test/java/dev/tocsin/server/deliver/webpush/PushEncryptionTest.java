package dev.tocsin.server.deliver.webpush;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PushEncryptionTest {
  private static byte[] bytes(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  /// RFC 8291, section 5 and appendix A.
  @Test
  void theExampleOfTheRfcComesOutByteForByte() {
    var own =
        new KeyPair(
            P256.publicKey(
                bytes(
                    "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK"
                        + "6PBru3jl7A8")),
            P256.privateKey(bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")));
    var receiver =
        new PushEncryption.Receiver(
            P256.publicKey(
                bytes(
                    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6S"
                        + "RpkNtoIAiw4")),
            bytes("BTBZMqHH6r4Tts7J_aSIgg"));

    var sealed =
        PushEncryption.encrypt(
            "When I grow up, I want to be a watermelon".getBytes(StandardCharsets.UTF_8),
            receiver,
            own,
            bytes("DGv6ra1nlYgDCS1FRnbzlw"));

    assertEquals(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLoc"
            + "InmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLV"
            + "WGNWQexSgSxsj_Qulcy4a-fN",
        Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
  }

  @Test
  void whatIsSealedOpensWithTheBrowsersKeyAlone() {
    var browser = new Browser();
    var plain = "x".repeat(PushEncryption.PLAIN_LIMIT).getBytes(StandardCharsets.UTF_8);
    var sealed = PushEncryption.encrypt(plain, browser.publicKey(), browser.auth());

    assertTrue(sealed.length <= 4_096, () -> "bytes: " + sealed.length);
    assertArrayEquals(plain, browser.open(sealed));
    assertThrows(IllegalStateException.class, () -> new Browser().open(sealed));
  }

  @Test
  void everyMessageHasAKeyAndASaltOfItsOwn() {
    var browser = new Browser();
    var plain = new byte[] {1};
    var one = PushEncryption.encrypt(plain, browser.publicKey(), browser.auth());
    var two = PushEncryption.encrypt(plain, browser.publicKey(), browser.auth());
    for (int i = 0; i + 16 < 86; i += 70) {
      assertTrue(one[i] != two[i] || one[i + 1] != two[i + 1] || one[i + 2] != two[i + 2]);
    }
  }

  @Test
  void aKeyThatIsNoPointOfTheCurveIsRefused() {
    var point = P256.point(new Browser().publicKey());
    point[64] ^= 1;
    assertThrows(IllegalArgumentException.class, () -> P256.publicKey(point));
    assertThrows(IllegalArgumentException.class, () -> P256.publicKey(new byte[65]));
    assertThrows(IllegalArgumentException.class, () -> P256.publicKey(new byte[] {4, 1, 2}));
  }

  /// RFC 8292: a token for the origin of the push service, signed with the key that is named.
  @Test
  void thePushServiceCanCheckWhoSends() {
    var key = VapidKey.generate();
    // The library that verifies looks at the system's clock.
    var now = InstantSource.system().instant();
    var header =
        key.authorization(
            URI.create("https://push.example/send/abc?x=1"), "mailto:ops@shop.example", now);

    assertTrue(header.matches("vapid t=[^,]+, k=[A-Za-z0-9_-]{87}"), header);
    var token = header.substring("vapid t=".length(), header.indexOf(','));
    var named = P256.publicKey(bytes(header.substring(header.indexOf("k=") + 2)));
    var verified =
        JWT.require(Algorithm.ECDSA256(named, null))
            .withAudience("https://push.example")
            .withSubject("mailto:ops@shop.example")
            .build()
            .verify(token);
    long life = verified.getExpiresAtAsInstant().getEpochSecond() - now.getEpochSecond();
    assertEquals(12 * 3600, life);
    assertEquals("ES256", verified.getAlgorithm());
    assertEquals("VapidKey[" + key.publicText() + "]", key.toString());
  }
}

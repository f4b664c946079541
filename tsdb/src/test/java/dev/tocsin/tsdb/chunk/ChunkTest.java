package dev.tocsin.tsdb.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.series.Staleness;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkTest {
  private static final double[] SPECIAL_VALUES = {
    0.0,
    -0.0,
    1.0,
    Double.NaN,
    Staleness.MARKER,
    Double.longBitsToDouble(0xfff8_0000_0000_0001L),
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Double.longBitsToDouble(-1L),
    Double.longBitsToDouble(1L)
  };

  private static Chunk chunk(long[] millis, double[] values) {
    var open = new OpenChunk();
    for (int i = 0; i < millis.length; i++) {
      open.append(millis[i], values[i]);
    }
    open.publish();
    return open.close();
  }

  private static void assertHolds(Chunk chunk, long[] millis, double[] values) {
    var samples = new ChunkIterator();
    samples.reset(chunk);
    for (int i = 0; i < millis.length; i++) {
      assertTrue(samples.next());
      assertEquals(millis[i], samples.millis());
      assertEquals(
          Double.doubleToRawLongBits(values[i]), Double.doubleToRawLongBits(samples.value()));
    }
    assertFalse(samples.next());
    assertFalse(samples.next());
  }

  private static String hex(Chunk chunk) {
    return HexFormat.of().formatHex(chunk.bytes());
  }

  /// Worked out by hand from the description of the format: count 1; 1000 as a zigzag varint is
  /// 2000, d0 0f; 1.0 is 3ff0….
  @Test
  void oneSampleIsCountTimeAndValue() {
    var chunk = chunk(new long[] {1000}, new double[] {1.0});
    assertEquals("0001" + "d00f" + "3ff0000000000000", hex(chunk));
  }

  /// Behind the first sample: delta 15000 is 98 75; the same value is the bit 0; no change of the
  /// delta is 0; 1.0 ^ 2.0 is 7ff0…, so 1 1, leading 1 in five bits, significant 11 in six, the
  /// bits. Together 0 0 11 00001 001011 11111111111, padded with zeros.
  @Test
  void repeatedAndChangedValuesAreTheBitsOfTheFormat() {
    var chunk = chunk(new long[] {1000, 16000, 31000}, new double[] {1.0, 1.0, 2.0});
    var bits = "0" + "0" + "11" + "00001" + "001011" + "11111111111";
    assertEquals("0003" + "d00f" + "3ff0000000000000" + "9875" + bytesOf(bits), hex(chunk));
  }

  /// A value that fits the window of the one before is 1 0 and the bits of the window.
  @Test
  void theWindowOfSignificantBitsIsUsedAgain() {
    var chunk = chunk(new long[] {0, 1, 2}, new double[] {1.0, 2.0, 4.0});
    var first = "11" + "00001" + "001011" + "11111111111";
    var change = Double.doubleToRawLongBits(2.0) ^ Double.doubleToRawLongBits(4.0);
    var window = Long.toBinaryString(change >>> 52);
    var second = "0" + "10" + "0".repeat(11 - window.length()) + window;
    assertEquals("0003" + "00" + "3ff0000000000000" + "01" + bytesOf(first + second), hex(chunk));
  }

  @Test
  void everyWidthOfADeltaOfDeltasIsThatOfTheFormat() {
    assertDeltaOfDeltas(1, "10" + "00000000000001");
    assertDeltaOfDeltas(-1, "10" + "11111111111111");
    assertDeltaOfDeltas(8192, "10" + "10000000000000");
    assertDeltaOfDeltas(-8191, "10" + "10000000000001");
    assertDeltaOfDeltas(-8192, "110" + "11110000000000000");
    assertDeltaOfDeltas(8193, "110" + "00010000000000001");
    assertDeltaOfDeltas(65536, "110" + "10000000000000000");
    assertDeltaOfDeltas(65537, "1110" + "00010000000000000001");
    assertDeltaOfDeltas(524288, "1110" + "10000000000000000000");
    assertDeltaOfDeltas(-524287, "1110" + "10000000000000000001");
    assertDeltaOfDeltas(524289, "1111" + "0".repeat(44) + "10000000000000000001");
    assertDeltaOfDeltas(-524288, "1111" + "1".repeat(44) + "10000000000000000000");
  }

  private static void assertDeltaOfDeltas(long change, String bits) {
    long[] millis = {0, 1_000_000, 2_000_000 + change};
    var chunk = chunk(millis, new double[] {0, 0, 0});
    var expected = "0003" + "00" + "0".repeat(16) + "c0843d" + bytesOf("0" + bits + "0");
    assertEquals(expected, hex(chunk));
    assertHolds(chunk, millis, new double[] {0, 0, 0});
  }

  private static String bytesOf(String bits) {
    var padded = bits + "0".repeat((8 - bits.length() % 8) % 8);
    var hex = new StringBuilder();
    for (int i = 0; i < padded.length(); i += 8) {
      hex.append("%02x".formatted(Integer.parseInt(padded.substring(i, i + 8), 2)));
    }
    return hex.toString();
  }

  @Test
  void anySamplesComeBackBitByBit() {
    var random = new Random(1);
    for (int round = 0; round < 3000; round++) {
      int count = 1 + random.nextInt(OpenChunk.MAX_SAMPLES);
      var millis = ascending(random, count);
      var values = values(random, count);
      var chunk = chunk(millis, values);
      assertHolds(chunk, millis, values);
      assertHolds(chunk.compacted(), millis, values);
      var decoded = Chunk.decode(chunk.bytes().clone());
      assertEquals(count, decoded.sampleCount());
      assertEquals(millis[0], decoded.minMillis());
      assertEquals(millis[count - 1], decoded.maxMillis());
    }
  }

  private static long[] ascending(Random random, int count) {
    if (random.nextInt(4) == 0) {
      return random.longs().distinct().limit(count).sorted().toArray();
    }
    var millis = new long[count];
    int spread = 1 << random.nextInt(24);
    long next = random.nextLong(4_000_000_000_000L) - 2_000_000_000_000L;
    for (int i = 0; i < count; i++) {
      millis[i] = next;
      next += 1 + random.nextInt(spread);
    }
    return millis;
  }

  private static double[] values(Random random, int count) {
    var values = new double[count];
    int kind = random.nextInt(4);
    double counter = 0;
    for (int i = 0; i < count; i++) {
      counter += random.nextInt(5);
      values[i] =
          switch (kind) {
            case 0 -> counter;
            case 1 -> random.nextGaussian();
            case 2 -> Double.longBitsToDouble(random.nextLong());
            default -> SPECIAL_VALUES[random.nextInt(SPECIAL_VALUES.length)];
          };
    }
    return values;
  }

  @Test
  void theExtremesOfTimeComeBack() {
    long[] millis = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE};
    double[] values = Arrays.copyOf(SPECIAL_VALUES, millis.length);
    assertHolds(chunk(millis, values), millis, values);
  }

  @Test
  void anEvenSeriesTakesTwoBitsASample() {
    var open = new OpenChunk();
    for (int i = 0; i < OpenChunk.MAX_SAMPLES; i++) {
      open.append(1_000_000 + 15_000L * i, 42);
    }
    assertTrue(open.isFull());
    int bytes = open.close().bytes().length;
    assertTrue(bytes < 20 + OpenChunk.MAX_SAMPLES / 4, "bytes: " + bytes);
  }

  @Test
  void aSnapshotDoesNotSeeWhatIsAppendedLater() {
    var open = new OpenChunk();
    open.append(1, 1);
    open.append(2, 2);
    open.publish();
    var snapshot = open.snapshot();
    open.append(3, 3);
    assertEquals(2, open.sampleCount());
    open.publish();
    assertHolds(snapshot, new long[] {1, 2}, new double[] {1, 2});
    assertArrayEquals(
        chunk(new long[] {1, 2}, new double[] {1, 2}).bytes(), snapshot.compacted().bytes());
    assertHolds(open.snapshot(), new long[] {1, 2, 3}, new double[] {1, 2, 3});
  }

  @Test
  void bytesThatAreNoChunkAreRefusedWhateverTheyAre() {
    assertThrows(CorruptChunkException.class, () -> Chunk.decode(new byte[0]));
    assertThrows(CorruptChunkException.class, () -> Chunk.decode(new byte[] {0, 0, 1}));
    var whole = chunk(new long[] {1, 2, 900}, new double[] {1, 2.5, Math.PI}).bytes();
    for (int length = 0; length < whole.length; length++) {
      var cut = Arrays.copyOf(whole, length);
      assertThrows(CorruptChunkException.class, () -> Chunk.decode(cut), "length " + length);
    }
  }

  @Test
  void rubbishNeverCausesAnythingButTheNamedFailure() {
    var random = new Random(2);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      var bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      if (bytes.length > 1) {
        bytes[0] = 0;
      }
      try {
        assertTrue(Chunk.decode(bytes).sampleCount() > 0);
      } catch (CorruptChunkException e) {
        refused++;
      }
    }
    assertTrue(refused > 10_000, "refused: " + refused);
  }
}

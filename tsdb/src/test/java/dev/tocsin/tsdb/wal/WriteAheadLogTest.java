package dev.tocsin.tsdb.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.series.Labels;
import dev.tocsin.tsdb.chunk.OpenChunk;
import dev.tocsin.tsdb.file.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {
  private static final long SEGMENT_BYTES = 1 << 20;
  private static final Labels UP = Labels.of("__name__", "up");
  private static final Labels DOWN = Labels.of("__name__", "down", "job", "shöp");

  @TempDir private Path root;
  private Path directory;

  @BeforeEach
  void chooseDirectory() {
    directory = root.resolve("log");
  }

  private WriteAheadLog open(LogVisitor<?> visitor) {
    return WriteAheadLog.open(directory, SEGMENT_BYTES, DurableFiles::create, visitor);
  }

  /// Batches of one sample each, each flushed; answers the size of the segment after each.
  private List<Long> writeBatches(int first, int count) throws IOException {
    var sizes = new ArrayList<Long>();
    try (var log = open(new RecordingVisitor())) {
      for (int i = first; i < first + count; i++) {
        var segment = LogFile.in(directory, LogFile.Kind.SEGMENT, log.begin());
        int index = i == first ? log.define(UP) : 0;
        log.beginSamples();
        log.sample(index, 1000L * i, i);
        log.endSamples();
        log.flush();
        sizes.add(Files.size(segment.path()));
      }
    }
    return sizes;
  }

  private static List<String> lines(int count) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      lines.add(RecordingVisitor.line(UP, 1000L * i, i));
    }
    return lines;
  }

  private record Replay(RecordingVisitor visitor, long corruptedBytes) {
    List<String> samples() {
      return visitor.samples;
    }
  }

  private Replay replay() {
    var visitor = new RecordingVisitor();
    try (var log = open(visitor)) {
      return new Replay(visitor, log.corruptedBytes());
    }
  }

  private List<String> fileNames() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void appendRecord(ByteBuffer target, String payloadHex) {
    var payload = HexFormat.of().parseHex(payloadHex);
    var head = ByteBuffer.allocate(8).putInt(payload.length).putInt(checksum(payload));
    target.put(head.array()).putInt(checksum(head.array())).put(payload);
  }

  private static int checksum(byte[] bytes) {
    var checksum = new CRC32C();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }

  private static String text(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return "%02x".formatted(bytes.length) + HexFormat.of().formatHex(bytes);
  }

  /// The bytes are put together here from `docs/format.md`, not by the writer's code.
  @Test
  void aSegmentHasTheBytesOfTheDocument() throws IOException {
    try (var log = open(new RecordingVisitor())) {
      assertEquals(1, log.begin());
      assertEquals(0, log.define(UP));
      assertEquals(1, log.define(DOWN));
      log.beginSamples();
      log.sample(1, 1000, 1.5);
      log.sample(0, 999, -2);
      log.endSamples();
      log.flush();
    }
    var expected = ByteBuffer.allocate(1024);
    expected.put(HexFormat.of().parseHex("544c4f47" + "01" + "01" + "0000" + "0000000000000001"));
    var up = "01" + text("__name__") + text("up");
    var down = "02" + text("__name__") + text("down") + text("job") + text("shöp");
    appendRecord(expected, "01" + up + down);
    var first = "02" + "d00f" + "3ff8000000000000";
    var second = "01" + "01" + "c000000000000000";
    appendRecord(expected, "02" + first + second);
    var hex = HexFormat.of().formatHex(expected.array(), 0, expected.position());
    var written = Files.readAllBytes(directory.resolve("00000001.segment"));
    assertEquals(hex, HexFormat.of().formatHex(written));
    assertEquals(
        List.of(RecordingVisitor.line(DOWN, 1000, 1.5), RecordingVisitor.line(UP, 999, -2)),
        replay().samples());
  }

  @Test
  void aCheckpointHasTheBytesOfTheDocument() throws IOException {
    writeBatches(0, 2);
    var open = new OpenChunk();
    open.append(0, 0);
    open.append(1000, 1);
    var chunk = open.close();
    try (var log = open(new RecordingVisitor())) {
      try (var checkpoint = log.checkpoint(log.cut())) {
        checkpoint.horizon(-5);
        checkpoint.series(UP, List.of(chunk));
        checkpoint.finish();
      }
    }
    var expected = ByteBuffer.allocate(1024);
    expected.put(HexFormat.of().parseHex("544c4f47" + "01" + "02" + "0000" + "0000000000000001"));
    appendRecord(expected, "04" + "09");
    var bytes = HexFormat.of().formatHex(chunk.bytes());
    var up = "01" + text("__name__") + text("up");
    appendRecord(expected, "03" + up + "01" + "%02x".formatted(chunk.bytes().length) + bytes);
    var hex = HexFormat.of().formatHex(expected.array(), 0, expected.position());
    var written = Files.readAllBytes(directory.resolve("00000001.checkpoint"));
    assertEquals(hex, HexFormat.of().formatHex(written));
    assertEquals(List.of("00000001.checkpoint"), fileNames());
    var replay = replay();
    assertEquals(lines(2), replay.samples());
    assertEquals(-5, replay.visitor().horizonMillis);
  }

  @Test
  void aLogThatEndsAnywhereGivesTheWholeRecordsBeforeItsEnd() throws IOException {
    var sizes = writeBatches(0, 6);
    var segment = directory.resolve("00000001.segment");
    var whole = Files.readAllBytes(segment);
    for (int length = 0; length <= whole.length; length++) {
      Files.write(segment, Arrays.copyOf(whole, length));
      int end = length;
      int complete = (int) sizes.stream().filter(size -> size <= end).count();
      var replay = replay();
      assertEquals(lines(complete), replay.samples(), "length " + length);
      assertTrue(replay.corruptedBytes() <= length, "length " + length);
      var again = replay();
      assertEquals(lines(complete), again.samples(), "second start, length " + length);
      assertEquals(0, again.corruptedBytes(), "second start, length " + length);
      assertTrue(fileNames().stream().noneMatch(name -> name.contains("corrupt")));
    }
  }

  @Test
  void zerosBehindTheLastRecordAreATornEnd() throws IOException {
    writeBatches(0, 3);
    var segment = directory.resolve("00000001.segment");
    var whole = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(whole, whole.length + 5000));
    var replay = replay();
    assertEquals(lines(3), replay.samples());
    assertEquals(5000, replay.corruptedBytes());
    assertEquals(whole.length, Files.size(segment));
  }

  @Test
  void aChangedByteAnywhereCostsTheRestOfItsSegmentOnlyAndIsKeptAsEvidence() throws IOException {
    var sizes = writeBatches(0, 4);
    writeBatches(4, 4);
    var first = directory.resolve("00000001.segment");
    var whole = Files.readAllBytes(first);
    var random = new Random(3);
    for (int position = 0; position < whole.length; position++) {
      var damaged = whole.clone();
      damaged[position] ^= (byte) (1 << random.nextInt(8));
      boolean spare = position == 6 || position == 7 || (position >= 8 && position < 16);
      Files.write(first, damaged);
      int at = position;
      int complete = (int) sizes.stream().filter(size -> size <= at).count();
      var expected = new ArrayList<>(spare ? lines(4) : lines(complete));
      expected.addAll(lines(8).subList(4, 8));
      assertEquals(expected, replay().samples(), "byte " + position);
      if (!spare) {
        var evidence = directory.resolve("00000001.segment.corrupt");
        assertEquals(
            HexFormat.of().formatHex(damaged),
            HexFormat.of().formatHex(Files.readAllBytes(evidence)));
        Files.delete(evidence);
        var again = replay();
        assertEquals(expected, again.samples(), "second start, byte " + position);
        assertEquals(0, again.corruptedBytes());
      }
    }
  }

  @Test
  void aRecordWithARightChecksumAndWrongContentIsDamageToo() throws IOException {
    var payloads =
        List.of(
            "09",
            "02" + "00" + "00",
            "02" + "0a" + "00" + "0000000000000000",
            "01" + "ffffffff0f",
            "01" + "01" + "7f" + "61",
            "01" + "02" + text("b") + text("1") + text("a") + text("1"),
            "01" + "01" + text("a") + "00",
            "02" + "ffffffffffffffffffff01" + "00" + "0000000000000000",
            "03" + "01" + text("a") + text("b") + "01" + "02" + "0000",
            "03" + "01" + text("a") + text("b") + "ffffffff07");
    for (var payload : payloads) {
      Files.createDirectories(directory);
      var bytes = ByteBuffer.allocate(256);
      bytes.put(HexFormat.of().parseHex("544c4f4701010000" + "0000000000000001"));
      appendRecord(bytes, "01" + "01" + text("__name__") + text("up"));
      appendRecord(bytes, "02" + "00" + "00" + "0000000000000000");
      appendRecord(bytes, payload);
      var file = directory.resolve("00000001.segment");
      Files.write(file, Arrays.copyOf(bytes.array(), bytes.position()));
      var replay = replay();
      assertEquals(lines(1), replay.samples(), payload);
      assertEquals(12 + payload.length() / 2, replay.corruptedBytes(), payload);
      assertTrue(fileNames().contains("00000001.segment.corrupt"));
      Files.delete(directory.resolve("00000001.segment.corrupt"));
    }
  }

  @Test
  void rubbishInPlaceOfALogDoesNotStopTheStart() throws IOException {
    Files.createDirectories(directory);
    var random = new Random(4);
    for (int i = 0; i < 200; i++) {
      var rubbish = new byte[random.nextInt(300)];
      random.nextBytes(rubbish);
      Files.write(directory.resolve("00000001.segment"), rubbish);
      var replay = replay();
      assertEquals(List.of(), replay.samples());
      assertEquals(rubbish.length, replay.corruptedBytes());
    }
  }

  @Test
  void aCrashAtAnyMomentOfACheckpointLosesNothing() throws IOException {
    writeBatches(0, 3);
    writeBatches(3, 3);
    var first = Files.readAllBytes(directory.resolve("00000001.segment"));
    var second = Files.readAllBytes(directory.resolve("00000002.segment"));

    Files.write(directory.resolve("00000002.checkpoint.tmp"), new byte[] {1, 2, 3});
    assertEquals(lines(6), replay().samples());
    assertFalse(fileNames().contains("00000002.checkpoint.tmp"));

    writeCheckpointOf(6);
    assertEquals(List.of("00000002.checkpoint"), fileNames());
    Files.write(directory.resolve("00000001.segment"), first);
    Files.write(directory.resolve("00000002.segment"), second);
    assertEquals(lines(6), replay().samples());
    assertEquals(List.of("00000002.checkpoint"), fileNames());

    Files.write(directory.resolve("00000001.segment"), first);
    assertEquals(lines(6), replay().samples());
    writeBatches(6, 1);
    assertEquals(lines(7), replay().samples());
    assertEquals(List.of("00000002.checkpoint", "00000003.segment"), fileNames());
  }

  private void writeCheckpointOf(int samples) throws IOException {
    var open = new OpenChunk();
    for (int i = 0; i < samples; i++) {
      open.append(1000L * i, i);
    }
    try (var log = open(new RecordingVisitor());
        var checkpoint = log.checkpoint(log.cut())) {
      checkpoint.series(UP, List.of(open.close()));
      checkpoint.finish();
    }
  }

  @Test
  void aDamagedCheckpointGivesItsReadableBeginningAndWhatSegmentsStillHold() throws IOException {
    writeBatches(0, 4);
    var segment = Files.readAllBytes(directory.resolve("00000001.segment"));
    writeCheckpointOf(2);
    var file = directory.resolve("00000001.checkpoint");
    var bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    Files.write(directory.resolve("00000001.segment"), segment);
    var replay = replay();
    assertEquals(lines(4), replay.samples());
    assertEquals(bytes.length - 16, replay.corruptedBytes());
    assertTrue(fileNames().contains("00000001.checkpoint.corrupt"));
  }

  @Test
  void aSegmentThatIsFullIsFollowedByTheNextAndDefinesItsSeriesAnew() throws IOException {
    try (var log =
        WriteAheadLog.open(directory, 100, DurableFiles::create, new RecordingVisitor())) {
      long segment = -1;
      int index = -1;
      for (int i = 0; i < 20; i++) {
        long current = log.begin();
        if (current != segment) {
          index = log.define(UP);
          segment = current;
        }
        assertEquals(0, index);
        log.beginSamples();
        log.sample(index, 1000L * i, i);
        log.endSamples();
        log.flush();
      }
      assertTrue(segment > 3, "segments: " + segment);
      assertEquals(fileSizes(), log.sizeBytes());
    }
    assertEquals(lines(20), replay().samples());
  }

  private long fileSizes() throws IOException {
    long total = 0;
    for (var name : fileNames()) {
      total += Files.size(directory.resolve(name));
    }
    return total;
  }

  @Test
  void manyDefinitionsAreSplitIntoRecordsOfReadableSize() throws IOException {
    var padding = "x".repeat(10_000);
    try (var log = open(new RecordingVisitor())) {
      log.begin();
      for (int i = 0; i < 500; i++) {
        assertEquals(i, log.define(Labels.of("a", padding + i)));
      }
      log.beginSamples();
      log.sample(499, 1, 1);
      log.endSamples();
      log.flush();
    }
    var visitor = replay().visitor();
    assertEquals(500, visitor.series.size());
    assertEquals(
        List.of(RecordingVisitor.line(Labels.of("a", padding + 499), 1, 1)), visitor.samples);
  }

  @Test
  void otherFilesInTheDirectoryAreLeftAlone() throws IOException {
    writeBatches(0, 1);
    for (var name : List.of("notes.txt", "1.segment", "00000009.segment.corrupt")) {
      Files.writeString(directory.resolve(name), "mine");
    }
    assertEquals(lines(1), replay().samples());
    assertEquals("mine", Files.readString(directory.resolve("notes.txt")));
    assertEquals("mine", Files.readString(directory.resolve("1.segment")));
    assertEquals("mine", Files.readString(directory.resolve("00000009.segment.corrupt")));
  }
}

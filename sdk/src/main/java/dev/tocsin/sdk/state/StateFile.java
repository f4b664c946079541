package dev.tocsin.sdk.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One JSON object on disk, replaced as a whole: a reader sees the old or the new content, never
/// half of it, and what was written survives a crash of the machine. One process writes a file;
/// replicas need a file each.
public final class StateFile {

  private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_SIZE_BYTES = 1024 * 1024;

  private final Path path;

  public StateFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  public Path path() {
    return path;
  }

  /// The content; empty when there is no file yet. A file that is no JSON object is set aside as
  /// `<name>.broken`, told in the log, and counts as absent.
  ///
  /// @throws IOException when the file is there and cannot be read
  public synchronized Optional<ObjectNode> read() throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    if (Files.size(path) > MAX_SIZE_BYTES) {
      return setAside("it has over " + MAX_SIZE_BYTES + " bytes");
    }
    try {
      JsonNode content = JSON.readTree(Files.readAllBytes(path));
      return content instanceof ObjectNode object
          ? Optional.of(object)
          : setAside("it holds no JSON object");
    } catch (JsonProcessingException e) {
      return setAside("it is no JSON");
    }
  }

  /// Replaces the content.
  ///
  /// @throws IOException when it could not be kept; the former content is then still there
  public synchronized void write(ObjectNode content) throws IOException {
    byte[] bytes = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content);
    if (bytes.length > MAX_SIZE_BYTES) {
      throw new IOException(path + " would get over " + MAX_SIZE_BYTES + " bytes");
    }
    Path folder = path.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path draft = path.resolveSibling(path.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Optional<ObjectNode> setAside(String reason) throws IOException {
    Path broken = path.resolveSibling(path.getFileName() + ".broken");
    Files.move(path, broken, StandardCopyOption.REPLACE_EXISTING);
    LOG.warn("{} is not usable, because {}; it was set aside as {}", path, reason, broken);
    return Optional.empty();
  }
}

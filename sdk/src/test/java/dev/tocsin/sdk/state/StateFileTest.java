package dev.tocsin.sdk.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

  @TempDir private Path folder;

  @Test
  void whatWasWrittenIsReadByTheNextProcess() throws IOException {
    Path path = folder.resolve("new/folder/state.json");
    assertEquals(Optional.empty(), new StateFile(path).read());
    new StateFile(path).write(content("first"));
    new StateFile(path).write(content("second"));
    assertEquals(Optional.of(content("second")), new StateFile(path).read());
    assertFalse(Files.exists(path.resolveSibling("state.json.new")));
  }

  @Test
  void aBrokenFileIsSetAsideAndNotLost() throws IOException {
    Path path = folder.resolve("state.json");
    for (String broken : new String[] {"{\"a\":", "[]", "x".repeat(1024 * 1024 + 1)}) {
      Files.writeString(path, broken);
      assertEquals(Optional.empty(), new StateFile(path).read());
      assertEquals(broken, Files.readString(folder.resolve("state.json.broken")));
      assertFalse(Files.exists(path));
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsTold() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    StateFile below = new StateFile(file.resolve("state.json"));
    assertThrows(IOException.class, () -> below.write(content("x")));
  }

  @Test
  void aContentOverTheLimitLeavesTheFormerOne() throws IOException {
    StateFile file = new StateFile(folder.resolve("state.json"));
    file.write(content("first"));
    assertThrows(IOException.class, () -> file.write(content("x".repeat(1024 * 1024))));
    assertTrue(file.read().isPresent());
  }

  private static ObjectNode content(String text) {
    return JsonNodeFactory.instance.objectNode().put("text", text);
  }
}

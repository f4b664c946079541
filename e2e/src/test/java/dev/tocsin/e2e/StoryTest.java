package dev.tocsin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The story of a fault, from the switch to the green page, with all programs as a newcomer starts
/// them.
class StoryTest {
  @TempDir private Path folder;

  private String play(String... arguments) throws Exception {
    var process = Programs.tocsin(arguments).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    System.out.println(output);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  @Test
  void theStoryIsWhole() throws Exception {
    var output = play("demo", "--check", "--data", folder.toString());
    assertTrue(output.contains("the story is whole"), output);
  }

  @Test
  void tenKillsLoseNoSampleNoAlertAndNoNotification() throws Exception {
    var output = play("demo", "--check", "--kills", "10", "--data", folder.toString());
    assertTrue(output.contains("the story is whole"), output);
    assertEquals(10, output.split("killed and started again", -1).length - 1, output);
  }
}

package dev.tocsin.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// `start` measures the server's start and memory; anything else is given to JMH.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var words = List.of(arguments);
    if (words.isEmpty() || words.getFirst().equals("start")) {
      int runs = words.size() > 1 ? Integer.parseInt(words.get(1)) : StartBenchmark.USUAL_RUNS;
      var home = Path.of(System.getProperty("tocsin.home", "."));
      new StartBenchmark(home, runs).print(System.out);
      return;
    }
    var forJmh = words.getFirst().equals("jmh") ? words.subList(1, words.size()) : words;
    org.openjdk.jmh.Main.main(forJmh.toArray(String[]::new));
  }
}

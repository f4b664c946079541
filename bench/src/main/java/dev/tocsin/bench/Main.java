package dev.tocsin.bench;

import dev.tocsin.bench.alert.AlertBenchmark;
import dev.tocsin.bench.cost.CostBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// `start` measures the server's start and memory, `cost` what the SDK costs an application,
/// `alerts` what alerting does under load; anything else is given to JMH.
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
    if (words.getFirst().equals("cost")) {
      int rounds = words.size() > 1 ? Integer.parseInt(words.get(1)) : CostBenchmark.USUAL_ROUNDS;
      new CostBenchmark(rounds).print(System.out);
      return;
    }
    if (words.getFirst().equals("alerts")) {
      var home = Path.of(System.getProperty("tocsin.home", "."));
      new AlertBenchmark(home).print(words.subList(1, words.size()), System.out);
      return;
    }
    var forJmh = words.getFirst().equals("jmh") ? words.subList(1, words.size()) : words;
    org.openjdk.jmh.Main.main(forJmh.toArray(String[]::new));
  }
}

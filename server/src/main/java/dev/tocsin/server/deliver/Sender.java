package dev.tocsin.server.deliver;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One attempt, ended also when the channel does not keep its own limits.
final class Sender {
  private static final System.Logger LOG = System.getLogger(Sender.class.getName());
  private static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(90);

  private Sender() {}

  static Receipt send(Channel channel, Envelope envelope) {
    var task = new FutureTask<>(() -> channel.send(envelope));
    Thread.ofVirtual().name("send-" + channel.name()).start(task);
    try {
      return task.get(ATTEMPT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      return new Receipt.Retry("TimeoutException: the attempt took too long");
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      return new Receipt.Retry("InterruptedException: the server stops");
    } catch (ExecutionException e) {
      LOG.log(System.Logger.Level.ERROR, "BUG: channel " + channel.name() + " failed", e);
      return new Receipt.Retry(String.valueOf(e.getCause()).replaceAll(":.*", ""));
    }
  }
}

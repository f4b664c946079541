package dev.tocsin.marketplace.queue;

/// What the jobs of one queue mean.
public interface JobWork {
  /// The queue it works on, which is also its name in metrics.
  String queue();

  /// Does the job. An exception means: try again later. It may run twice after a crash, so it must
  /// tolerate that.
  void run(Job job);

  /// Told once when the last try has failed and the job is kept as a dead letter.
  void gaveUp(Job job);
}

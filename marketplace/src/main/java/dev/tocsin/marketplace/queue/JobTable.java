package dev.tocsin.marketplace.queue;

import dev.tocsin.marketplace.database.Identifiers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The table `jobs`. A claim moves the due time ahead, so a worker that dies loses its claim by
/// itself.
@Component
class JobTable {
  private static final int ERROR_LENGTH = 300;

  private final JdbcClient jdbc;
  private final Identifiers identifiers;
  private final InstantSource clock;

  JobTable(JdbcClient jdbc, Identifiers identifiers, InstantSource clock) {
    this.jdbc = jdbc;
    this.identifiers = identifiers;
    this.clock = clock;
  }

  /// False when the queue has, or had, a job of this key.
  boolean add(String queue, String key, String payload) {
    var now = clock.millis();
    return jdbc.sql(
                """
                insert into jobs (id, queue, job_key, payload, state, attempts,
                                  due_at_millis, created_at_millis)
                values (:id, :queue, :key, :payload, 'WAITING', 0, :now, :now)
                on conflict do nothing
                """)
            .param("id", identifiers.next("job"))
            .param("queue", queue)
            .param("key", key)
            .param("payload", payload)
            .param("now", now)
            .update()
        == 1;
  }

  List<Job> due(String queue, int limit) {
    return jdbc.sql(
            """
            select id, queue, job_key, payload, attempts from jobs
            where queue = :queue and state = 'WAITING' and due_at_millis <= :now
            order by due_at_millis fetch first :limit rows only
            """)
        .param("queue", queue)
        .param("now", clock.millis())
        .param("limit", limit)
        .query(
            (row, _) ->
                new Job(
                    row.getString("id"),
                    row.getString("queue"),
                    row.getString("job_key"),
                    row.getString("payload"),
                    row.getInt("attempts")))
        .list();
  }

  /// True when nobody else took the job since it was read.
  boolean claim(Job job, Duration lease) {
    return jdbc.sql(
                """
                update jobs set attempts = attempts + 1, due_at_millis = :until
                where id = :id and state = 'WAITING' and attempts = :attempts
                """)
            .param("until", clock.millis() + lease.toMillis())
            .param("id", job.id())
            .param("attempts", job.attempts())
            .update()
        == 1;
  }

  void finish(Job job) {
    setState(job, "DONE", 0, "");
  }

  void retryIn(Job job, Duration pause, String error) {
    setState(job, "WAITING", clock.millis() + pause.toMillis(), error);
  }

  void bury(Job job, String error) {
    setState(job, "DEAD", 0, error);
  }

  private void setState(Job job, String state, long dueAtMillis, String error) {
    jdbc.sql(
            """
            update jobs set state = :state, due_at_millis = :due, last_error = :error
            where id = :id
            """)
        .param("state", state)
        .param("due", dueAtMillis)
        .param("error", error.length() > ERROR_LENGTH ? error.substring(0, ERROR_LENGTH) : error)
        .param("id", job.id())
        .update();
  }

  /// Removes finished jobs that are older than the age; dead letters stay.
  int forgetDone(Duration age) {
    return jdbc.sql("delete from jobs where state = 'DONE' and created_at_millis < :before")
        .param("before", clock.millis() - age.toMillis())
        .update();
  }

  QueueDepth depth(String queue) {
    var now = clock.millis();
    return jdbc.sql(
            """
            select count(case when state = 'WAITING' then 1 end) as waiting,
                   coalesce(min(case when state = 'WAITING' then created_at_millis end), :now)
                     as oldest,
                   count(case when state = 'DEAD' then 1 end) as dead
            from jobs where queue = :queue
            """)
        .param("queue", queue)
        .param("now", now)
        .query(
            (row, _) ->
                new QueueDepth(
                    queue,
                    row.getLong("waiting"),
                    Math.max(0, now - row.getLong("oldest")) / 1000.0,
                    row.getLong("dead")))
        .single();
  }
}

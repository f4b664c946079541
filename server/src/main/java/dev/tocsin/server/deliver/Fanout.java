package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends a message to several recipients of one channel. One that fails stops none of the others,
/// and a retry tells only those that do not have the message yet. Channels are made from the
/// configuration before the database is open; until then nothing is remembered.
public final class Fanout {
  private final InstantSource clock;
  private volatile @Nullable Database database;

  public Fanout(InstantSource clock) {
    this.clock = clock;
  }

  /// What is remembered of a recipient: an address may hold a secret, so only its hash is kept.
  public static String hash(String address) {
    return UUID.nameUUIDFromBytes(address.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /// From now on it remembers.
  public void open(Database opened) {
    database = opened;
  }

  /// @param recipients each with what sends to it
  /// @return a retry if one may take it later; else a rejection if one never will
  public Receipt send(String channel, String key, Map<String, Supplier<Receipt>> recipients) {
    if (recipients.size() == 1) {
      return recipients.values().iterator().next().get();
    }
    var told = told(channel, key);
    var failures = new ArrayList<Receipt>();
    for (var recipient : recipients.entrySet()) {
      if (!told.contains(recipient.getKey())) {
        var receipt = recipient.getValue().get();
        if (receipt instanceof Receipt.Accepted) {
          keep(channel, key, recipient.getKey());
        } else {
          failures.add(receipt);
        }
      }
    }
    return together(failures, recipients.size());
  }

  private static Receipt together(List<Receipt> failures, int all) {
    var share = " (" + failures.size() + " of " + all + " recipients)";
    Receipt.Retry retry = null;
    var rejected = "";
    for (var failure : failures) {
      switch (failure) {
        case Receipt.Retry later -> retry = longer(retry, later);
        case Receipt.Rejected(var why) -> rejected = why;
        case Receipt.Accepted _ -> throw new IllegalStateException("BUG: accepted is no failure");
      }
    }
    if (retry != null) {
      return new Receipt.Retry(retry.why() + share, retry.after());
    }
    return failures.isEmpty()
        ? new Receipt.Accepted(all + " recipients")
        : new Receipt.Rejected(rejected + share);
  }

  private static Receipt.Retry longer(Receipt.@Nullable Retry before, Receipt.Retry next) {
    return before == null || Duration.ZERO.compareTo(before.after()) == 0 ? next : before;
  }

  private Set<String> told(String channel, String key) {
    var open = database;
    if (open == null) {
      return Set.of();
    }
    return open.read(
        handle ->
            handle
                .createQuery(
                    "SELECT recipient FROM recipients_told"
                        + " WHERE message_key = :key AND channel = :channel")
                .bind("key", key)
                .bind("channel", channel)
                .mapTo(String.class)
                .set());
  }

  private void keep(String channel, String key, String recipient) {
    var open = database;
    if (open != null) {
      open.transaction(
          transaction ->
              transaction.execute(
                  """
                  INSERT INTO recipients_told (message_key, channel, recipient, at)
                  VALUES (?, ?, ?, ?) ON CONFLICT (message_key, channel, recipient) DO NOTHING
                  """,
                  key,
                  channel,
                  recipient,
                  clock.millis()));
    }
  }
}

package dev.tocsin.server.deliver.webpush;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import java.net.URI;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The browsers that want to be told, and the key of this server. Channels are made from the
/// configuration before the database is open.
public final class Subscriptions {
  static final int USER_LIMIT = 10;
  static final int LIMIT = 500;

  private final Ids ids;
  private final InstantSource clock;
  private final AtomicReference<@Nullable VapidKey> key = new AtomicReference<>();
  private volatile @Nullable Database database;
  private volatile boolean isUsed;

  public Subscriptions(InstantSource clock) {
    this.ids = new Ids(clock);
    this.clock = clock;
  }

  public void open(Database opened) {
    database = opened;
  }

  /// A channel tells the browsers.
  void use() {
    isUsed = true;
  }

  /// Whether any channel tells the browsers.
  boolean isUsed() {
    return isUsed;
  }

  private Database database() {
    var open = database;
    if (open == null) {
      throw new IllegalStateException("BUG: the database is not open yet");
    }
    return open;
  }

  /// Made at first need; replicas share the first one that was stored.
  VapidKey key() {
    var known = key.get();
    if (known != null) {
      return known;
    }
    var stored = database().transaction(this::stored);
    key.set(stored);
    return stored;
  }

  private VapidKey stored(Handle transaction) {
    var made = VapidKey.generate();
    transaction.execute(
        """
        INSERT INTO web_push_keys (id, private_key, public_key, at) VALUES (1, ?, ?, ?)
        ON CONFLICT (id) DO NOTHING
        """,
        Base64.getUrlEncoder().withoutPadding().encodeToString(P256.value(made.privateKey())),
        made.publicText(),
        clock.millis());
    return transaction
        .createQuery("SELECT private_key, public_key FROM web_push_keys WHERE id = 1")
        .map(
            (row, _) ->
                new VapidKey(
                    P256.publicKey(Base64.getUrlDecoder().decode(row.getString("public_key"))),
                    P256.privateKey(Base64.getUrlDecoder().decode(row.getString("private_key")))))
        .one();
  }

  /// Keeps a browser; one that is known gets its new keys.
  ///
  /// @return whether there was room
  boolean add(Subscription wanted) {
    return database()
        .transaction(
            transaction -> {
              remove(transaction, wanted.endpoint());
              if (count(transaction, "") >= LIMIT
                  || count(transaction, wanted.userId()) >= USER_LIMIT) {
                return false;
              }
              transaction.execute(
                  """
                  INSERT INTO web_push_subscriptions
                    (id, endpoint, public_key, auth, user_id, user_name, at)
                  VALUES (?, ?, ?, ?, ?, ?, ?)
                  """,
                  ids.next(),
                  wanted.endpoint().toString(),
                  wanted.publicKey(),
                  wanted.auth(),
                  wanted.userId(),
                  wanted.userName(),
                  clock.millis());
              return true;
            });
  }

  private static int count(Handle handle, String userId) {
    return handle
        .createQuery(
            "SELECT COUNT(*) FROM web_push_subscriptions WHERE :user = '' OR user_id = :user")
        .bind("user", userId)
        .mapTo(Integer.class)
        .one();
  }

  /// The browser is gone, or does not want it any more.
  void remove(URI endpoint) {
    database().transaction(transaction -> remove(transaction, endpoint));
  }

  private static int remove(Handle transaction, URI endpoint) {
    return transaction.execute(
        "DELETE FROM web_push_subscriptions WHERE endpoint = ?", endpoint.toString());
  }

  /// Oldest first.
  List<Subscription> list() {
    return database()
        .read(
            handle ->
                handle
                    .createQuery("SELECT * FROM web_push_subscriptions ORDER BY at, id")
                    .map(
                        (row, _) ->
                            new Subscription(
                                row.getString("id"),
                                URI.create(row.getString("endpoint")),
                                row.getString("public_key"),
                                row.getString("auth"),
                                row.getString("user_id"),
                                row.getString("user_name")))
                    .list());
  }
}

-- The key by which push services know this server. One row.
CREATE TABLE web_push_keys (
  id          INTEGER NOT NULL PRIMARY KEY,
  private_key TEXT    NOT NULL,
  public_key  TEXT    NOT NULL,
  at          BIGINT  NOT NULL
);

-- Browsers that want to be told. A row goes when the push service says that the browser is gone.
CREATE TABLE web_push_subscriptions (
  id         TEXT   NOT NULL PRIMARY KEY,
  endpoint   TEXT   NOT NULL UNIQUE,
  public_key TEXT   NOT NULL,
  auth       TEXT   NOT NULL,
  user_id    TEXT   NOT NULL,
  user_name  TEXT   NOT NULL,
  at         BIGINT NOT NULL
);

CREATE INDEX web_push_subscriptions_user ON web_push_subscriptions (user_id);

-- Which of a channel's recipients have a message already, so that a retry tells only the others.
CREATE TABLE recipients_told (
  message_key TEXT   NOT NULL,
  channel     TEXT   NOT NULL,
  recipient   TEXT   NOT NULL,
  at          BIGINT NOT NULL,
  PRIMARY KEY (message_key, channel, recipient)
);

CREATE INDEX recipients_told_at ON recipients_told (at);

-- What applications have pushed. The id is the application's own, so the same event comes once.
CREATE TABLE events (
  application TEXT    NOT NULL,
  id          TEXT    NOT NULL,
  type        TEXT    NOT NULL,
  happened_at BIGINT  NOT NULL,
  received_at BIGINT  NOT NULL,
  alert_key   TEXT,
  severity    TEXT,
  told        INTEGER NOT NULL,
  message     TEXT    NOT NULL,
  data        TEXT    NOT NULL,
  PRIMARY KEY (application, id)
);

CREATE INDEX events_received ON events (received_at);

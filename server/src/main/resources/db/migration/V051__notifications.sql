-- The queue. State: pending, sending, delivered, dead or muted.
CREATE TABLE notifications (
  id              TEXT    NOT NULL PRIMARY KEY,
  idempotency_key TEXT    NOT NULL,
  channel         TEXT    NOT NULL,
  kind            TEXT    NOT NULL,
  incident_id     TEXT,
  position        INTEGER NOT NULL,
  payload         TEXT    NOT NULL,
  state           TEXT    NOT NULL,
  attempts        INTEGER NOT NULL DEFAULT 0,
  next_attempt_at BIGINT  NOT NULL,
  lease_owner     TEXT,
  lease_until     BIGINT  NOT NULL DEFAULT 0,
  last_error      TEXT,
  created_at      BIGINT  NOT NULL,
  finished_at     BIGINT  NOT NULL DEFAULT 0,
  UNIQUE (idempotency_key, channel)
);

CREATE INDEX notifications_due ON notifications (channel, state, next_attempt_at);
CREATE INDEX notifications_state ON notifications (state, created_at);
CREATE INDEX notifications_incident ON notifications (incident_id, channel, position);

CREATE TABLE delivery_attempts (
  id              TEXT    NOT NULL PRIMARY KEY,
  notification_id TEXT    NOT NULL REFERENCES notifications (id),
  number          INTEGER NOT NULL,
  at              BIGINT  NOT NULL,
  channel         TEXT    NOT NULL,
  outcome         TEXT    NOT NULL,
  answer          TEXT    NOT NULL,
  next_attempt_at BIGINT  NOT NULL DEFAULT 0
);

CREATE INDEX delivery_attempts_notification ON delivery_attempts (notification_id, number);

-- Counts that only grow, also when rows are replayed or removed.
CREATE TABLE delivery_totals (
  name  TEXT   NOT NULL PRIMARY KEY,
  total BIGINT NOT NULL
);

-- What the operators must hear even when no channel reaches them.
CREATE TABLE admin_notices (
  id              TEXT   NOT NULL PRIMARY KEY,
  at              BIGINT NOT NULL,
  kind            TEXT   NOT NULL,
  summary         TEXT   NOT NULL,
  incident_id     TEXT,
  notification_id TEXT
);

CREATE INDEX admin_notices_at ON admin_notices (at);

CREATE TABLE IF NOT EXISTS tocsin_outbox (
  position {position},
  outbox VARCHAR(60) NOT NULL,
  id VARCHAR(200) NOT NULL UNIQUE,
  topic VARCHAR(200) NOT NULL,
  event_key VARCHAR(200) NOT NULL,
  bucket INTEGER NOT NULL,
  payload TEXT NOT NULL,
  headers TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  before_position BIGINT,
  attempts INTEGER DEFAULT 0 NOT NULL,
  next_attempt_at BIGINT DEFAULT 0 NOT NULL,
  last_error VARCHAR(1000)
);
CREATE INDEX IF NOT EXISTS tocsin_outbox_by_bucket ON tocsin_outbox (outbox, bucket, position);
CREATE INDEX IF NOT EXISTS tocsin_outbox_by_key ON tocsin_outbox (event_key, created_at);
CREATE TABLE IF NOT EXISTS tocsin_outbox_leases (
  outbox VARCHAR(60) NOT NULL,
  bucket INTEGER NOT NULL,
  owner VARCHAR(60) NOT NULL,
  leased_until BIGINT NOT NULL,
  PRIMARY KEY (outbox, bucket)
);
CREATE TABLE IF NOT EXISTS tocsin_outbox_dispatched (
  outbox VARCHAR(60) NOT NULL,
  epoch_hour BIGINT NOT NULL,
  owner VARCHAR(60) NOT NULL,
  events BIGINT NOT NULL,
  PRIMARY KEY (outbox, epoch_hour, owner)
)

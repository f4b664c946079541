-- The page that matters goes out first: 1 is the worst severity.
ALTER TABLE notifications ADD COLUMN urgency INTEGER NOT NULL DEFAULT 3;

-- Attempts that only asked whether the receiver is back; they do not count towards the limit.
ALTER TABLE notifications ADD COLUMN probes INTEGER NOT NULL DEFAULT 0;

DROP INDEX notifications_due;
CREATE INDEX notifications_due ON notifications (channel, state, urgency, next_attempt_at);
CREATE INDEX notifications_leases ON notifications (channel, lease_until) WHERE state = 'sending';

-- What the last attempts through a channel proved.
CREATE TABLE channel_health (
  channel         TEXT    NOT NULL PRIMARY KEY,
  last_success_at BIGINT  NOT NULL DEFAULT 0,
  last_failure_at BIGINT  NOT NULL DEFAULT 0,
  failing_since   BIGINT  NOT NULL DEFAULT 0,
  failures        INTEGER NOT NULL DEFAULT 0,
  last_error      TEXT
);

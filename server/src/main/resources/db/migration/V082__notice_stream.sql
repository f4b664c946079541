-- The stream of notices: one line for a key until somebody acknowledges it.
ALTER TABLE admin_notices ADD COLUMN notice_key TEXT;
ALTER TABLE admin_notices ADD COLUMN times INTEGER NOT NULL DEFAULT 1;
ALTER TABLE admin_notices ADD COLUMN last_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE admin_notices ADD COLUMN acknowledged_by TEXT;
ALTER TABLE admin_notices ADD COLUMN acknowledged_at BIGINT NOT NULL DEFAULT 0;

UPDATE admin_notices SET last_at = at, notice_key = kind || ':' || id;

DROP INDEX admin_notices_at;
CREATE INDEX admin_notices_at ON admin_notices (last_at);
CREATE UNIQUE INDEX admin_notices_open ON admin_notices (notice_key) WHERE acknowledged_at = 0;

-- Up to when a person has read the stream.
CREATE TABLE notice_readers (
  reader    TEXT   NOT NULL PRIMARY KEY,
  read_to   BIGINT NOT NULL
);

CREATE INDEX notifications_tests ON notifications (channel, created_at) WHERE kind = 'test';

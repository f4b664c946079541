-- What people decided about a dead letter. Mode: replay, other_channel, manual_handoff or dismissed.
CREATE TABLE dead_letter_decisions (
  id              TEXT   NOT NULL PRIMARY KEY,
  notification_id TEXT   NOT NULL REFERENCES notifications (id),
  incident_id     TEXT,
  at              BIGINT NOT NULL,
  mode            TEXT   NOT NULL,
  target          TEXT,
  reason          TEXT   NOT NULL,
  decided_by      TEXT   NOT NULL,
  outcome         TEXT   NOT NULL
);

CREATE INDEX dead_letter_decisions_notification ON dead_letter_decisions (notification_id, at);
CREATE INDEX dead_letter_decisions_incident ON dead_letter_decisions (incident_id, at);

-- Replays of several at once, and drills: replays of a letter that was made dead for that purpose.
CREATE TABLE dead_letter_replays (
  id              TEXT    NOT NULL PRIMARY KEY,
  at              BIGINT  NOT NULL,
  asked_by        TEXT    NOT NULL,
  proof           TEXT    NOT NULL,
  is_drill        INTEGER NOT NULL,
  replayed        INTEGER NOT NULL,
  failed          INTEGER NOT NULL,
  remaining       BIGINT  NOT NULL,
  watched_until   BIGINT  NOT NULL DEFAULT 0
);

CREATE INDEX dead_letter_replays_at ON dead_letter_replays (is_drill, at);

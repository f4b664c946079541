-- A line of the stream whose trouble is over, while nobody has acknowledged it; 0 while it lasts.
ALTER TABLE admin_notices ADD COLUMN over_at BIGINT NOT NULL DEFAULT 0;

-- Incidents that nobody has taken: how many steps were told, and when the next is due; 0 for none.
CREATE TABLE incident_escalations (
  incident_id TEXT    NOT NULL PRIMARY KEY REFERENCES incident_logs (id),
  started_at  BIGINT  NOT NULL,
  step        INTEGER NOT NULL DEFAULT 0,
  due_at      BIGINT  NOT NULL DEFAULT 0
);

CREATE INDEX incident_escalations_due ON incident_escalations (due_at) WHERE due_at > 0;

-- How what could not be delivered was dealt with: replay, other_channel, manual_handoff, dismissed,
-- or secondary_channel while no person has decided.
ALTER TABLE incident_logs ADD COLUMN dead_letter_mode TEXT;

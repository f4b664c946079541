CREATE TABLE incident_logs (
  id                TEXT    NOT NULL PRIMARY KEY,
  title             TEXT    NOT NULL,
  description       TEXT    NOT NULL,
  severity          TEXT    NOT NULL,
  status            TEXT    NOT NULL,
  services_affected TEXT    NOT NULL,
  started_at        BIGINT  NOT NULL,
  resolved_at       BIGINT  NOT NULL DEFAULT 0,
  postmortem_url    TEXT,
  acknowledged_by   TEXT,
  acknowledged_at   BIGINT  NOT NULL DEFAULT 0,
  alert_key         TEXT,
  cause             TEXT,
  category          TEXT,
  runbook_url       TEXT,
  is_public         INTEGER NOT NULL,
  resolve_due_at    BIGINT  NOT NULL DEFAULT 0,
  created_at        BIGINT  NOT NULL,
  updated_at        BIGINT  NOT NULL
);

CREATE INDEX incident_logs_severity ON incident_logs (severity);
CREATE INDEX incident_logs_status ON incident_logs (status);
CREATE INDEX incident_logs_started_at ON incident_logs (started_at);

-- At most one open incident gathers the alerts of a key, whichever replica opens it.
CREATE UNIQUE INDEX incident_logs_open_key ON incident_logs (alert_key)
  WHERE alert_key IS NOT NULL AND status <> 'RESOLVED';

-- Only ever added to. The position orders the lines of one incident.
CREATE TABLE incident_timeline (
  id          TEXT    NOT NULL PRIMARY KEY,
  incident_id TEXT    NOT NULL REFERENCES incident_logs (id),
  position    INTEGER NOT NULL,
  at          BIGINT  NOT NULL,
  kind        TEXT    NOT NULL,
  update_text TEXT    NOT NULL,
  author      TEXT,
  UNIQUE (incident_id, position)
);

CREATE TABLE incident_alerts (
  incident_id TEXT    NOT NULL REFERENCES incident_logs (id),
  fingerprint TEXT    NOT NULL,
  rule_name   TEXT    NOT NULL,
  labels      TEXT    NOT NULL,
  annotations TEXT    NOT NULL,
  value       TEXT    NOT NULL,
  fired_at    BIGINT  NOT NULL,
  resolved_at BIGINT  NOT NULL DEFAULT 0,
  PRIMARY KEY (incident_id, fingerprint)
);

CREATE INDEX incident_alerts_fingerprint ON incident_alerts (fingerprint);

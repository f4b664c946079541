-- Where an alert comes from: rule, received (the Alertmanager API) or event. look_at is when the
-- teller must look at it next; 0 for never, and for alerts of rules, whose evaluations look.
ALTER TABLE alerts ADD COLUMN source TEXT NOT NULL DEFAULT 'rule';
ALTER TABLE alerts ADD COLUMN severity TEXT NOT NULL DEFAULT '';
ALTER TABLE alerts ADD COLUMN generator_url TEXT NOT NULL DEFAULT '';
ALTER TABLE alerts ADD COLUMN ends_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE alerts ADD COLUMN look_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE alerts ADD COLUMN flapping INTEGER NOT NULL DEFAULT 0;

CREATE INDEX alerts_look ON alerts (look_at) WHERE look_at > 0;

-- How the incident is told (JSON), and when nobody having it is told again; 0 for never.
ALTER TABLE incident_logs ADD COLUMN plan TEXT NOT NULL DEFAULT '';
ALTER TABLE incident_logs ADD COLUMN remind_at BIGINT NOT NULL DEFAULT 0;

CREATE INDEX incident_logs_remind ON incident_logs (remind_at) WHERE remind_at > 0;

-- Services by which alerts of related services find an incident.
CREATE TABLE incident_services (
  service     TEXT NOT NULL,
  incident_id TEXT NOT NULL REFERENCES incident_logs (id),
  PRIMARY KEY (service, incident_id)
);

-- One row per neighbourhood of services; who has it locked opens the one incident.
CREATE TABLE incident_gates (
  name TEXT   NOT NULL PRIMARY KEY,
  at   BIGINT NOT NULL
);

CREATE INDEX alerts_open_names ON alerts (rule_name) WHERE resolved_at = 0;

-- One row per episode of an alert. A row whose resolved_at is 0 is open; a rule and series have at
-- most one of those. value is NULL for NaN. notified_at is 0 while nobody was told of the firing.
CREATE TABLE alerts (
  id                TEXT             NOT NULL PRIMARY KEY,
  rule_key          TEXT             NOT NULL,
  rule_name         TEXT             NOT NULL,
  fingerprint       TEXT             NOT NULL,
  labels            TEXT             NOT NULL,
  annotations       TEXT             NOT NULL,
  state             TEXT             NOT NULL,
  value             DOUBLE PRECISION,
  active_since      BIGINT           NOT NULL,
  keep_firing_since BIGINT           NOT NULL,
  fired_at          BIGINT           NOT NULL,
  notified_at       BIGINT           NOT NULL,
  resolved_at       BIGINT           NOT NULL,
  last_evaluated    BIGINT           NOT NULL,
  acknowledged_by   TEXT,
  acknowledged_at   BIGINT           NOT NULL
);

CREATE UNIQUE INDEX alerts_open ON alerts (rule_key, fingerprint) WHERE resolved_at = 0;
CREATE INDEX alerts_notified ON alerts (rule_key, fingerprint, notified_at);
CREATE INDEX alerts_resolved ON alerts (resolved_at);

-- Alert rules of the simple form. deleted_at is 0 while a rule exists; a deleted one keeps its row,
-- so that a default which somebody deleted does not come back. default_key names the default that a
-- row was made from. last_triggered_at is 0 if the rule never fired, last_value is NULL if unknown.
CREATE TABLE alert_rules (
  id                  TEXT           NOT NULL PRIMARY KEY,
  name                TEXT           NOT NULL,
  description         TEXT           NOT NULL,
  metric              TEXT           NOT NULL,
  condition           TEXT           NOT NULL,
  threshold           NUMERIC(20, 4) NOT NULL,
  duration            INTEGER        NOT NULL,
  evaluation_interval INTEGER        NOT NULL DEFAULT 60,
  channel             TEXT           NOT NULL,
  recipients          TEXT           NOT NULL,
  is_active           INTEGER        NOT NULL DEFAULT 1,
  cooldown_minutes    INTEGER        NOT NULL DEFAULT 30,
  last_triggered_at   BIGINT         NOT NULL DEFAULT 0,
  last_value          NUMERIC(20, 4),
  trigger_count       INTEGER        NOT NULL DEFAULT 0,
  severity            TEXT           NOT NULL,
  kind                TEXT           NOT NULL,
  labels              TEXT           NOT NULL,
  window_seconds      INTEGER        NOT NULL,
  denominator         TEXT           NOT NULL,
  group_by            TEXT           NOT NULL,
  recovery_threshold  NUMERIC(20, 4),
  consecutive         INTEGER        NOT NULL,
  owner               TEXT           NOT NULL,
  runbook_url         TEXT           NOT NULL,
  default_key         TEXT,
  created_at          BIGINT         NOT NULL,
  updated_at          BIGINT         NOT NULL,
  deleted_at          BIGINT         NOT NULL DEFAULT 0
);

CREATE INDEX alert_rules_active ON alert_rules (is_active);
CREATE UNIQUE INDEX alert_rules_name ON alert_rules (name) WHERE deleted_at = 0;
CREATE UNIQUE INDEX alert_rules_default ON alert_rules (default_key) WHERE default_key IS NOT NULL;

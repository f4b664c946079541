-- matchers is a JSON list of {name, value, isRegex, isEqual}.
CREATE TABLE silences (
  id         TEXT   NOT NULL PRIMARY KEY,
  matchers   TEXT   NOT NULL,
  author     TEXT   NOT NULL,
  reason     TEXT   NOT NULL,
  starts_at  BIGINT NOT NULL,
  ends_at    BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE INDEX silences_ends ON silences (ends_at);

-- What was not told because of a silence, a maintenance window or another alert.
CREATE TABLE muted_alerts (
  mute_kind  TEXT   NOT NULL,
  mute_id    TEXT   NOT NULL,
  alert_id   TEXT   NOT NULL,
  alert_name TEXT   NOT NULL,
  labels     TEXT   NOT NULL,
  first_at   BIGINT NOT NULL,
  PRIMARY KEY (mute_kind, mute_id, alert_id)
);

CREATE INDEX muted_alerts_first ON muted_alerts (first_at);

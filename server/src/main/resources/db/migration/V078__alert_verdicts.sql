-- What people say of alerts: USEFUL, NOISE or LATE. One verdict for each alert, the last one.
CREATE TABLE alert_verdicts (
  alert_id  TEXT   NOT NULL PRIMARY KEY,
  rule_name TEXT   NOT NULL,
  verdict   TEXT   NOT NULL,
  author    TEXT   NOT NULL,
  at        BIGINT NOT NULL
);

CREATE INDEX alert_verdicts_at ON alert_verdicts (at);

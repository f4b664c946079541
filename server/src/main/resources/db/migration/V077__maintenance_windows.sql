-- Recurring times in which alerts are not told and checks do not count. intervals is a list of
-- time intervals as Alertmanager's configuration writes them; matchers and services are JSON lists.
CREATE TABLE maintenance_windows (
  id         TEXT   NOT NULL PRIMARY KEY,
  name       TEXT   NOT NULL,
  author     TEXT   NOT NULL,
  reason     TEXT   NOT NULL,
  matchers   TEXT   NOT NULL,
  services   TEXT   NOT NULL,
  intervals  TEXT   NOT NULL,
  starts_at  BIGINT NOT NULL,
  ends_at    BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

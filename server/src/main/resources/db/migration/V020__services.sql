CREATE TABLE service_statuses (
  id                TEXT          NOT NULL PRIMARY KEY,
  service_name      TEXT          NOT NULL UNIQUE,
  display_name      TEXT          NOT NULL,
  status            TEXT          NOT NULL,
  latency           INTEGER,
  last_checked_at   BIGINT,
  metadata          TEXT          NOT NULL,
  uptime_percentage DECIMAL(5, 2) NOT NULL DEFAULT 100.00,
  created_at        BIGINT        NOT NULL,
  updated_at        BIGINT        NOT NULL,
  deleted_at        BIGINT
);

CREATE INDEX service_statuses_status ON service_statuses (status);

CREATE TABLE service_transitions (
  id           TEXT   NOT NULL PRIMARY KEY,
  service_name TEXT   NOT NULL,
  from_status  TEXT,
  to_status    TEXT   NOT NULL,
  at           BIGINT NOT NULL,
  detail       TEXT   NOT NULL
);

CREATE INDEX service_transitions_service ON service_transitions (service_name, at);

-- Checks rolled up by day (days since 1970-01-01, UTC). A day without a row had no checks.
CREATE TABLE service_days (
  service_name TEXT    NOT NULL,
  day          INTEGER NOT NULL,
  total        INTEGER NOT NULL,
  up           INTEGER NOT NULL,
  degraded     INTEGER NOT NULL,
  PRIMARY KEY (service_name, day)
);

-- What a receiver calls the first message of an incident, so that the later ones join it.
CREATE TABLE message_threads (
  channel     TEXT   NOT NULL,
  incident_id TEXT   NOT NULL,
  reference   TEXT   NOT NULL,
  at          BIGINT NOT NULL,
  PRIMARY KEY (channel, incident_id)
);

CREATE INDEX message_threads_at ON message_threads (at);

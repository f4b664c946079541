CREATE TABLE IF NOT EXISTS tocsin_dead_letters (
  position {position},
  queue VARCHAR(100) NOT NULL,
  id VARCHAR(200) NOT NULL,
  topic VARCHAR(200) NOT NULL,
  event_key VARCHAR(200) NOT NULL,
  payload TEXT NOT NULL,
  headers TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  error VARCHAR(1000) NOT NULL,
  attempts INTEGER NOT NULL,
  died_at BIGINT NOT NULL,
  state VARCHAR(10) NOT NULL,
  UNIQUE (queue, id)
);
CREATE INDEX IF NOT EXISTS tocsin_dead_letters_by_state ON tocsin_dead_letters (queue, state, died_at);
CREATE TABLE IF NOT EXISTS tocsin_dead_letter_decisions (
  position {position},
  queue VARCHAR(100) NOT NULL,
  id VARCHAR(200) NOT NULL,
  choice VARCHAR(10) NOT NULL,
  who VARCHAR(200) NOT NULL,
  why VARCHAR(1000) NOT NULL,
  decided_at BIGINT NOT NULL,
  request_id VARCHAR(100)
);
CREATE INDEX IF NOT EXISTS tocsin_dead_letter_decisions_by_id ON tocsin_dead_letter_decisions (queue, id);
CREATE TABLE IF NOT EXISTS tocsin_dead_letter_requests (
  queue VARCHAR(100) NOT NULL,
  request_id VARCHAR(100) NOT NULL,
  PRIMARY KEY (queue, request_id)
)

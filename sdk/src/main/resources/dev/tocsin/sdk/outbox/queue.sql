CREATE TABLE IF NOT EXISTS tocsin_queue (
  position {position},
  queue VARCHAR(200) NOT NULL,
  id VARCHAR(200) NOT NULL,
  event_key VARCHAR(200) NOT NULL,
  payload TEXT NOT NULL,
  headers TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  attempts INTEGER DEFAULT 0 NOT NULL,
  next_attempt_at BIGINT DEFAULT 0 NOT NULL,
  UNIQUE (queue, id)
);
CREATE INDEX IF NOT EXISTS tocsin_queue_by_key ON tocsin_queue (queue, event_key, position);
CREATE INDEX IF NOT EXISTS tocsin_queue_by_position ON tocsin_queue (queue, position)

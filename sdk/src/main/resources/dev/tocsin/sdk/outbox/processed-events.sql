CREATE TABLE IF NOT EXISTS tocsin_processed_events (
  consumer VARCHAR(100) NOT NULL,
  id VARCHAR(200) NOT NULL,
  processed_at BIGINT NOT NULL,
  PRIMARY KEY (consumer, id)
);
CREATE INDEX IF NOT EXISTS tocsin_processed_events_by_time ON tocsin_processed_events (processed_at)

-- One row for each user and day: what was spent, and what processes have set aside. Its lock orders all changes of the day.
CREATE TABLE IF NOT EXISTS llm_usage_budget (
  user_id VARCHAR(200) NOT NULL,
  usage_day VARCHAR(10) NOT NULL,
  reported_nanos BIGINT NOT NULL,
  estimated_nanos BIGINT NOT NULL,
  leased_nanos BIGINT NOT NULL,
  PRIMARY KEY (user_id, usage_day)
);
-- What a process has set aside; a row that has expired is what a dead process has left.
CREATE TABLE IF NOT EXISTS llm_usage_lease (
  id VARCHAR(36) NOT NULL PRIMARY KEY,
  user_id VARCHAR(200) NOT NULL,
  usage_day VARCHAR(10) NOT NULL,
  nanos BIGINT NOT NULL,
  expires_at_millis BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS llm_usage_lease_of_user ON llm_usage_lease (user_id, usage_day);
-- The aggregate.
CREATE TABLE IF NOT EXISTS llm_usage_daily (
  user_id VARCHAR(200) NOT NULL,
  usage_day VARCHAR(10) NOT NULL,
  provider VARCHAR(50) NOT NULL,
  model VARCHAR(100) NOT NULL,
  source VARCHAR(10) NOT NULL,
  currency VARCHAR(3) NOT NULL,
  calls BIGINT NOT NULL,
  zero_cost_calls BIGINT NOT NULL,
  input_tokens BIGINT NOT NULL,
  output_tokens BIGINT NOT NULL,
  input_nanos BIGINT NOT NULL,
  output_nanos BIGINT NOT NULL,
  PRIMARY KEY (user_id, usage_day, provider, model, source, currency)
);
CREATE INDEX IF NOT EXISTS llm_usage_daily_by_day ON llm_usage_daily (usage_day);
-- The audit events: only ever inserted.
CREATE TABLE IF NOT EXISTS llm_usage_event (
  id VARCHAR(36) NOT NULL PRIMARY KEY,
  at_millis BIGINT NOT NULL,
  user_id VARCHAR(200) NOT NULL,
  usage_day VARCHAR(10) NOT NULL,
  provider VARCHAR(50) NOT NULL,
  model VARCHAR(100) NOT NULL,
  source VARCHAR(10) NOT NULL,
  currency VARCHAR(3) NOT NULL,
  input_tokens BIGINT NOT NULL,
  output_tokens BIGINT NOT NULL,
  input_nanos BIGINT NOT NULL,
  output_nanos BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS llm_usage_event_by_day ON llm_usage_event (usage_day, user_id);

-- An alert that comes in writes only the indexes of what is open; those of the history take it up
-- when it ends.
DROP INDEX alerts_notified;
DROP INDEX alerts_resolved;
CREATE INDEX alerts_history ON alerts (rule_key, fingerprint, notified_at) WHERE resolved_at > 0;
CREATE INDEX alerts_resolved ON alerts (resolved_at) WHERE resolved_at > 0;

CREATE TABLE users (
  id            TEXT   NOT NULL PRIMARY KEY,
  name          TEXT   NOT NULL UNIQUE,
  password_hash TEXT   NOT NULL,
  role          TEXT   NOT NULL,
  created_at    BIGINT NOT NULL,
  updated_at    BIGINT NOT NULL,
  deleted_at    BIGINT
);

-- Only hashes of tokens are kept: a copy of the database signs nobody in.
CREATE TABLE sessions (
  token_hash TEXT   NOT NULL PRIMARY KEY,
  user_id    TEXT   NOT NULL REFERENCES users (id),
  csrf_token TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE api_tokens (
  id         TEXT   NOT NULL PRIMARY KEY,
  token_hash TEXT   NOT NULL UNIQUE,
  name       TEXT   NOT NULL,
  role       TEXT   NOT NULL,
  created_by TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  deleted_at BIGINT
);

CREATE TABLE audit_trail (
  id     TEXT   NOT NULL PRIMARY KEY,
  at     BIGINT NOT NULL,
  actor  TEXT   NOT NULL,
  action TEXT   NOT NULL,
  target TEXT   NOT NULL,
  detail TEXT   NOT NULL
);

CREATE INDEX audit_trail_at ON audit_trail (at);

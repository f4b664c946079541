create table accounts (
  id                varchar(64)  primary key,
  email             varchar(254) not null unique,
  display_name      varchar(80)  not null,
  password_hash     varchar(300) not null,
  role              varchar(16)  not null,
  created_at_millis bigint       not null
);

-- The cookie itself is never stored, only its SHA-256.
create table sessions (
  key_hash          varchar(64) primary key,
  account_id        varchar(64) not null references accounts (id),
  expires_at_millis bigint      not null
);
create index sessions_by_expiry on sessions (expires_at_millis);

create table products (
  id                varchar(64)   primary key,
  slug              varchar(80)   not null unique,
  title             varchar(120)  not null,
  creator           varchar(80)   not null,
  product_type      varchar(24)   not null,
  price_minor       bigint        not null,
  currency          varchar(3)    not null,
  summary           varchar(300)  not null,
  description       varchar(2000) not null,
  available         boolean       not null,
  view_count        bigint        not null
);

create table carts (
  id                  varchar(64) primary key,
  owner_key           varchar(64) not null unique,
  snapshot_version    bigint      not null,
  locked_by           varchar(64),
  expires_at_millis   bigint      not null
);
create index carts_by_expiry on carts (expires_at_millis);

create table cart_items (
  cart_id      varchar(64) not null references carts (id) on delete cascade,
  product_id   varchar(64) not null references products (id),
  quantity     integer     not null,
  item_version bigint      not null,
  position     bigint      not null,
  primary key (cart_id, product_id)
);

create table orders (
  id                varchar(64)  primary key,
  owner_key         varchar(64)  not null,
  account_id        varchar(64)  references accounts (id),
  email             varchar(254) not null,
  status            varchar(24)  not null,
  total_minor       bigint       not null,
  currency          varchar(3)   not null,
  reason            varchar(300),
  payment_id        varchar(80),
  created_at_millis bigint       not null,
  updated_at_millis bigint       not null
);
create index orders_by_owner on orders (owner_key, created_at_millis);
create index orders_by_account on orders (account_id, created_at_millis);

create table order_lines (
  order_id    varchar(64)  not null references orders (id) on delete cascade,
  line_number integer      not null,
  product_id  varchar(64)  not null,
  title       varchar(120) not null,
  unit_minor  bigint       not null,
  quantity    integer      not null,
  primary key (order_id, line_number)
);

create table checkout_attempts (
  id                  varchar(64) primary key,
  order_id            varchar(64) not null unique references orders (id),
  cart_id             varchar(64) not null,
  snapshot_version    bigint      not null,
  payment_method      varchar(64) not null,
  state               varchar(48) not null,
  tries               integer     not null,
  lease_until_millis  bigint      not null,
  created_at_millis   bigint      not null,
  state_since_millis  bigint      not null,
  last_error          varchar(300)
);
create index checkout_attempts_by_state on checkout_attempts (state, lease_until_millis);

-- A job with the same key in the same queue exists once: that is what makes webhooks idempotent.
create table jobs (
  id                  varchar(64)   primary key,
  queue               varchar(24)   not null,
  job_key             varchar(120)  not null,
  payload             varchar(20000) not null,
  state               varchar(16)   not null,
  attempts            integer       not null,
  due_at_millis       bigint        not null,
  created_at_millis   bigint        not null,
  last_error          varchar(300),
  unique (queue, job_key)
);
create index jobs_by_due on jobs (queue, state, due_at_millis);

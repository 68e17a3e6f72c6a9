-- Batches: prices that go in together or not at all. They wait in staging until a worker promotes them.
-- Makes new tables only: locks nothing that is in use.

create table public.batches (
  -- Drawn when the first bytes come: about the order of acceptance, with gaps.
  id              bigint generated always as identity primary key,
  client          text        not null,
  idempotency_key text,
  content_sha256  text        not null check (content_sha256 ~ '^[0-9a-f]{64}$'),
  format          text        not null check (format in ('csv', 'ndjson', 'json')),
  size_bytes      bigint      not null check (size_bytes >= 0),
  rows            bigint      not null check (rows >= 0),
  state           text        not null check (
    state in ('accepted', 'promoting', 'promoted', 'rejected', 'failed', 'withdrawn')
  ),
  error_count     bigint      not null default 0 check (error_count >= 0),
  errors          jsonb       not null default '[]',
  reason          text,
  data_version    bigint,
  received_at     timestamptz not null,
  decided_at      timestamptz not null default clock_timestamp(),
  promoting_at    timestamptz,
  promoted_at     timestamptz,
  withdrawn_at    timestamptz,
  purged_at       timestamptz,

  -- A client that sends a batch again under its key gets the first one.
  unique (client, idempotency_key),
  -- A rejected batch says why, and nothing of it was kept.
  check ((state = 'rejected') = (error_count > 0)),
  -- A failed batch, the dead letter, says why.
  check (state <> 'failed' or reason is not null)
);
create index batches_unfinished on public.batches (state, decided_at) where state in ('accepted', 'promoting');

comment on table  public.batches                 is 'every batch that arrived whole, and what became of it';
comment on column public.batches.client          is 'name of the token that sent it';
comment on column public.batches.idempotency_key is 'what the client calls it; unique for the client';
comment on column public.batches.content_sha256  is 'SHA-256 of the body after decompression, in hexadecimal';
comment on column public.batches.format          is 'how the body was written';
comment on column public.batches.size_bytes      is 'size of the body after decompression';
comment on column public.batches.rows            is 'prices in it';
comment on column public.batches.state           is 'accepted → promoting → promoted → withdrawn, or failed; or rejected at once';
comment on column public.batches.error_count     is 'how many errors were found in a rejected batch';
comment on column public.batches.errors          is 'the first 100 of them: line, field, value, reason';
comment on column public.batches.reason          is 'why promotion failed for good';
comment on column public.batches.data_version    is 'the data version since which its prices, or their withdrawal, are visible';
comment on column public.batches.received_at     is 'when its first byte came';
comment on column public.batches.decided_at      is 'when it was accepted or rejected';
comment on column public.batches.promoting_at    is 'when the last attempt to promote it began';
comment on column public.batches.promoted_at     is 'when its prices became visible';
comment on column public.batches.withdrawn_at    is 'when its prices were taken out again';
comment on column public.batches.purged_at       is 'when its rows left staging; it can no longer be withdrawn';

-- Where the rows of a batch wait, and stay for a while, so that the batch can be withdrawn. Rows come
-- and go by the million and never change: vacuum has to follow the deletes of the retention.
create table public.staging (
  batch_id  bigint  not null,
  orig_code text    not null,
  dest_code text    not null,
  day       date    not null,
  price     integer not null
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
create index staging_batch on public.staging (batch_id);
comment on table  public.staging          is 'the rows of batches, before and for a while after promotion';
comment on column public.staging.batch_id is 'batches.id; without a foreign key, which would cost a look-up a row';

create table ops.tokens (
  name       text        primary key check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  sha256     text        not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null default clock_timestamp(),
  revoked_at timestamptz
);
comment on table  ops.tokens            is 'bearer tokens that may send batches; the tokens themselves are kept nowhere';
comment on column ops.tokens.name       is 'who it was given to; recorded with every batch';
comment on column ops.tokens.sha256     is 'SHA-256 of the token, which is 32 random bytes, in hexadecimal';
comment on column ops.tokens.revoked_at is 'since when it is refused';

-- Which data version each API process answers from. A process may answer from its cache only during
-- its lease, so nobody needs to wait for one that died any longer than that. Logged: an unlogged table is
-- empty after a crash, and a process that the crash has not reached yet would be forgotten.
create table ops.readers (
  id           uuid        primary key,
  seen_version bigint      not null,
  lease_until  timestamptz not null
);
comment on table  ops.readers              is 'the API processes that answer from a cache';
comment on column ops.readers.seen_version is 'the data version whose answers it may give';
comment on column ops.readers.lease_until  is 'until when it may give them without asking again';

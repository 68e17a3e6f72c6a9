-- Leases outlive a crash of the database: an unlogged table is empty after it, and a batch could be
-- reported while a process that the crash has not reached yet still answers from before it.
-- Rewrites a table of a few rows: a moment.
alter table ops.readers set logged;

-- Checks what a dump loaded and leaves the marker that says so, in the dump's own transaction.
-- Expects the settings rates.dump_sha256 and rates.dump_bytes; any failure takes the dump with it.

-- The settings end with the transaction that the loader began: a dump with a COMMIT of its own, or
-- a connection of its own, is not all or nothing.
do $$
begin
  if coalesce(current_setting('rates.dump_sha256', true), '') = '' then
    raise exception
      'the dump ends the transaction it is loaded in: take out its COMMIT or \connect';
  end if;
end $$;

-- A dump cut off at a line's end loads without an error but lacks what pg_dump writes last:
-- the keys. So the keys are what tells a whole dump from a part of one.
do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('regions', 'slug', 'text'), ('regions', 'name', 'text'), ('regions', 'parent_slug', 'text'),
      ('ports', 'code', 'text'), ('ports', 'name', 'text'), ('ports', 'parent_slug', 'text'),
      ('prices', 'orig_code', 'text'), ('prices', 'dest_code', 'text'),
      ('prices', 'day', 'date'), ('prices', 'price', 'integer')
    ) as columns (table_name, column_name, data_type)
  loop
    if not exists (
      select
        from information_schema.columns c
       where c.table_schema = 'public'
         and (c.table_name, c.column_name, c.data_type)
           = (wanted.table_name, wanted.column_name, wanted.data_type)
    ) then
      raise exception 'the dump holds no column public.%.% of type %',
        wanted.table_name, wanted.column_name, wanted.data_type;
    end if;
  end loop;

  for wanted in
    select * from (values
      ('ports', 'p', '{code}'), ('regions', 'p', '{slug}'),
      ('ports', 'f', '{parent_slug}'), ('regions', 'f', '{parent_slug}')
    ) as keys (table_name, kind, columns)
  loop
    if not exists (
      select
        from pg_constraint k
       where k.conrelid = ('public.' || wanted.table_name)::regclass
         and k.contype = wanted.kind::"char"
         and wanted.columns::text[] = array(
               select a.attname::text
                 from pg_attribute a
                where a.attrelid = k.conrelid and a.attnum = any (k.conkey)
             )
    ) then
      raise exception 'the dump holds no % key on public.% %: is it cut off?',
        case wanted.kind when 'p' then 'primary' else 'foreign' end,
        wanted.table_name, wanted.columns;
    end if;
  end loop;

  if not exists (select from public.prices) then
    raise exception 'the dump holds no prices';
  end if;
end $$;

-- A dump of a running service has no keys from prices to ports: triggers have taken their place.
do $$
declare
  unknown text;
begin
  select code into unknown
    from (select orig_code from public.prices union select dest_code from public.prices) used (code)
   where not exists (select from public.ports where ports.code = used.code)
   order by code limit 1;
  if found then
    raise exception 'the dump holds prices of port %, but not the port', unknown;
  end if;
end $$;

-- What the migrations make is not a dump's to bring.
do $$
declare
  taken text;
begin
  select name into taken
    from unnest(array['routes', 'rollup', 'batches', 'staging']) name
   where to_regclass('public.' || name) is not null
   limit 1;
  if found or to_regnamespace('pgboss') is not null then
    raise exception 'the dump holds %, which this service makes itself: use pg_dump %',
      coalesce('public.' || taken, 'schema pgboss'),
      '-t public.ports -t public.regions -t public.prices';
  end if;
end $$;

drop function ops.prices_added(), ops.prices_removed(), ops.prices_truncated(),
  ops.ports_removed(), ops.ports_truncated() cascade;

-- What a dump has put off until the end happens now: the marker comes after all of it.
set constraints all immediate;

create table ops.dump (
  -- There is one dump, loaded once: the marker is a single row.
  only_row   boolean     primary key default true check (only_row),
  sha256     text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint      not null check (size_bytes > 0),
  regions    bigint      not null,
  ports      bigint      not null,
  prices     bigint      not null,
  loaded_at  timestamptz not null default clock_timestamp()
);

comment on table  ops.dump            is 'the marker of a whole, verified dump; without it the database is not ready';
comment on column ops.dump.only_row   is 'always true: at most one marker';
comment on column ops.dump.sha256     is 'SHA-256 of the dump file as it was given, in hexadecimal';
comment on column ops.dump.size_bytes is 'size of that file';
comment on column ops.dump.regions    is 'rows loaded into public.regions';
comment on column ops.dump.ports      is 'rows loaded into public.ports';
comment on column ops.dump.prices     is 'rows loaded into public.prices';
comment on column ops.dump.loaded_at  is 'when the load ended';

insert into ops.dump (sha256, size_bytes, regions, ports, prices)
select current_setting('rates.dump_sha256'),
       current_setting('rates.dump_bytes')::bigint,
       (select count(*) from public.regions),
       (select count(*) from public.ports),
       (select count(*) from public.prices);

analyze public.ports, public.regions, public.prices;

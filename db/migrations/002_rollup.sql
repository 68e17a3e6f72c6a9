-- The rollup: count and sum of prices per route and day, exact for every writer, psql included.
-- GET /rates reads days instead of prices, and the ports of a batch are checked as a set instead of
-- twice a row. Locks out writers while it sums up what is there: 0.3 s for 56,000 prices.
lock table public.ports, public.prices in share row exclusive mode;

create table public.routes (
  id        integer generated always as identity primary key,
  orig_code text    not null,
  dest_code text    not null,
  unique (orig_code, dest_code)
);
comment on table  public.routes           is 'every route that ever had a price; a number is shorter than two codes';
comment on column public.routes.orig_code is 'port of origin';
comment on column public.routes.dest_code is 'port of destination';

create table public.rollup (
  -- Written by the triggers below alone; routes are never deleted, so a foreign key has nothing to catch.
  route_id integer not null,
  day      date    not null,
  -- A day whose last price went has no row.
  count    integer not null check (count >= 0),
  sum      bigint  not null,
  primary key (route_id, day)
);
comment on table  public.rollup       is 'prices of a route on a day, counted and summed; kept by triggers on prices';
comment on column public.rollup.count is 'how many prices';
comment on column public.rollup.sum   is 'their sum';

insert into public.routes (orig_code, dest_code)
select distinct orig_code, dest_code from public.prices;

insert into public.rollup
select r.id, p.day, count(*), sum(p.price)
  from public.prices p
  join public.routes r using (orig_code, dest_code)
 group by 1, 2;

-- The version of the data: a transaction that writes prices raises it once, when it commits, so the
-- lock on the row is held for the commit alone. A clock in it keeps versions apart after a restore.
create table ops.data_version (
  only_row boolean primary key default true check (only_row),
  version  bigint  not null
);
comment on table  ops.data_version         is 'which state of the prices is visible; a single row';
comment on column ops.data_version.version is 'microseconds since 1970 at the last change, or one more than the version before';
insert into ops.data_version (version) values (extract(epoch from clock_timestamp()) * 1000000);

create table ops.data_changes (id bigint generated always as identity primary key);
comment on table ops.data_changes is 'a row for each statement that wrote prices, gone when its transaction commits';

-- The first of a transaction's rows does it for all of them; other transactions' rows are never seen.
create function ops.raise_data_version() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  raised bigint;
begin
  delete from ops.data_changes where id >= new.id;
  if not found then return null; end if;

  update ops.data_version
     set version = greatest(version + 1, (extract(epoch from clock_timestamp()) * 1000000)::bigint)
  returning version into raised;
  perform pg_notify('data_version', raised::text);
  return null;
end $$;

create constraint trigger raise_data_version after insert on ops.data_changes
  deferrable initially deferred for each row execute function ops.raise_data_version();

-- Adds new_rows to the rollup. Their ports are locked against deletion first, as a foreign key would
-- lock them, but once a port instead of twice a row.
create function ops.prices_added() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  orig_codes text[];
  dest_codes text[];
  unknown    text;
begin
  select array_agg(orig_code), array_agg(dest_code)
    into orig_codes, dest_codes
    from (select distinct orig_code, dest_code from new_rows) r;
  if orig_codes is null then return null; end if;

  with known as (
    select code from public.ports where code = any (orig_codes || dest_codes) order by code for key share
  )
  select code into unknown
    from unnest(orig_codes || dest_codes) code
   where not exists (select from known where known.code = code.code)
   order by code limit 1;
  if found then
    raise foreign_key_violation using
      message = format('There is no port %s, so it can have no prices.', unknown),
      table = 'prices', schema = 'public';
  end if;

  insert into public.routes (orig_code, dest_code)
  select o, d
    from unnest(orig_codes, dest_codes) as r (o, d)
   where not exists (select from public.routes where (orig_code, dest_code) = (o, d))
   order by o, d
      on conflict do nothing;

  -- In one order everywhere, so that writers wait for each other instead of deadlocking.
  insert into public.rollup as kept
  select r.id, n.day, count(*), sum(n.price)
    from new_rows n
    join public.routes r using (orig_code, dest_code)
   group by 1, 2
   order by 1, 2
      on conflict (route_id, day) do update
     set count = kept.count + excluded.count,
         sum   = kept.sum + excluded.sum;

  insert into ops.data_changes default values;
  return null;
end $$;

-- Takes old_rows out of the rollup.
create function ops.prices_removed() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from old_rows) then return null; end if;

  perform from public.rollup
    where (route_id, day) in (
            select r.id, o.day from old_rows o join public.routes r using (orig_code, dest_code)
          )
    order by route_id, day
      for update;

  update public.rollup kept
     set count = kept.count - gone.count,
         sum   = kept.sum - gone.sum
    from (
      select r.id, o.day, count(*)::integer as count, sum(o.price) as sum
        from old_rows o
        join public.routes r using (orig_code, dest_code)
       group by 1, 2
    ) gone
   where (kept.route_id, kept.day) = (gone.id, gone.day);

  delete from public.rollup
   where count = 0
     and (route_id, day) in (
           select r.id, o.day from old_rows o join public.routes r using (orig_code, dest_code)
         );

  insert into ops.data_changes default values;
  return null;
end $$;

create function ops.prices_truncated() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  truncate public.rollup;
  insert into ops.data_changes default values;
  return null;
end $$;

-- An update takes the old rows out before it adds the new ones: the names are in firing order.
create trigger rollup_1_removed after delete on public.prices
  referencing old table as old_rows for each statement execute function ops.prices_removed();
create trigger rollup_1_updated_from after update on public.prices
  referencing old table as old_rows for each statement execute function ops.prices_removed();
create trigger rollup_2_added after insert on public.prices
  referencing new table as new_rows for each statement execute function ops.prices_added();
create trigger rollup_2_updated_to after update on public.prices
  referencing new table as new_rows for each statement execute function ops.prices_added();
create trigger rollup_truncated after truncate on public.prices
  for each statement execute function ops.prices_truncated();

-- Above READ COMMITTED a transaction sees the prices of its beginning alone. Fails it (40001) where
-- any were written since: each such writer has raised the version, and none can until this one ends.
create function ops.require_latest_prices() returns void
  language plpgsql security definer set search_path = '' as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    perform from ops.data_version for share;
  end if;
end $$;

-- Refuses to take away a port that has prices. It looks after it holds the port's row, so whoever
-- added prices meanwhile has committed and is seen.
create function ops.ports_removed() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  gone text[];
  kept text;
begin
  select array_agg(code) into gone
    from old_rows o
   where not exists (select from public.ports p where p.code = o.code);
  if gone is null then return null; end if;

  perform ops.require_latest_prices();
  select code into kept
    from unnest(gone) code
   where exists (
           select from public.routes r join public.rollup on route_id = r.id
            where code in (r.orig_code, r.dest_code)
         )
   order by code limit 1;
  if found then
    raise foreign_key_violation using
      message = format('Port %s has prices: remove them first.', kept),
      table = 'ports', schema = 'public';
  end if;
  return null;
end $$;

create function ops.ports_truncated() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  perform ops.require_latest_prices();
  if exists (select from public.prices) then
    raise foreign_key_violation using
      message = 'Ports have prices: remove them first, or truncate both tables at once.',
      table = 'ports', schema = 'public';
  end if;
  return null;
end $$;

create trigger prices_have_ports after delete on public.ports
  referencing old table as old_rows for each statement execute function ops.ports_removed();
create trigger prices_have_ports_still after update on public.ports
  referencing old table as old_rows for each statement execute function ops.ports_removed();
create trigger prices_have_ports_left after truncate on public.ports
  for each statement execute function ops.ports_truncated();

-- The dump's two keys, by whatever name: the triggers above have taken their place.
do $$
declare
  key text;
begin
  for key in
    select conname from pg_constraint where conrelid = 'public.prices'::regclass and contype = 'f'
  loop
    execute format('alter table public.prices drop constraint %I', key);
  end loop;
end $$;

-- Nothing reads prices by route and day any more, and it would cost a batch more than the rollup does.
drop index public.prices_route_day;

revoke all on function ops.raise_data_version(), ops.prices_added(), ops.prices_removed(),
  ops.prices_truncated(), ops.require_latest_prices(), ops.ports_removed(), ops.ports_truncated()
  from public;

-- Goes before the dump, in its transaction. A dump of this service's own tables has triggers, whose
-- functions are not in it: they find these instead. verify.sql drops both, and migrations make them anew.
do $$
declare
  name text;
begin
  foreach name in array
    array['prices_added', 'prices_removed', 'prices_truncated', 'ports_removed', 'ports_truncated']
  loop
    execute format(
      'create function ops.%I() returns trigger language plpgsql as %L', name, 'begin return null; end'
    );
  end loop;
end $$;

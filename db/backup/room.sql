-- The bytes that are free on the server's volume, which only the server's own machine can tell.
create temp table room (free text);
copy room from program 'df --output=avail --block-size=1 .' with (header, format csv);
select trim(free) from room;

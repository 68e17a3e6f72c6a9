// What the host runs for the lock: shell, flock and coreutils, as a new host has them.

/**
 * Waits for the lock, ends what an older holder left running, then holds the lock while it hears
 * beats. Says `busy HOLDER`, `ending COMMAND`, `stuck PIDS`, `held`.
 *
 * Nobody passes the fence while it is changed. Children have no lock open: they may outlive this.
 */
export const takeScript = `
set -eu
umask 077
lock=$1 silence=$2 holder=$3
mkdir -p "$lock"
exec 9>>"$lock/held"

heard() { [ -n "$(timeout "$silence" dd bs=4k count=1 status=none 9>&-)" ]; }
# By its mark or its open fence: a program may drop the one and close the other. What a container has in its
# environment counts for nothing: no command of a deployer runs there by itself.
left() {
  exec 8>&- 9>&-
  {
    grep -lsz '^RATES_LOCK=' /proc/[0-9]*/environ || :
    find /proc/[0-9]*/fd -lname "$lock/fence" 2>/dev/null || :
  } | cut -d / -f 3 | sort -u | while read -r pid; do
    if [ "$pid" != "$$" ] && [ "/proc/$pid/ns/pid" -ef /proc/self/ns/pid ]; then echo "$pid"; fi
  done
}
words() { tr '\\0\\n' '  ' <"/proc/$1/cmdline" 2>/dev/null | cut -c 1-200; }

patience=0
until flock --timeout "$patience" 9; do
  patience=1
  printf 'busy %s\\n' "$(cat "$lock/holder" 2>/dev/null || :)"
  heard || exit 0
done
trap 'rm -f "$lock/holder"' EXIT
exec 8>>"$lock/fence"

round=0
while :; do
  fenced=no
  if flock --nonblock 8; then fenced=yes; fi
  pids=$(left)
  if [ "$fenced$pids" = yes ]; then break; fi
  round=$((round + 1))
  # Ten seconds to leave, ten more by force.
  if [ "$round" -gt 100 ]; then echo stuck $pids; exit 0; fi
  if [ "$round" -gt 50 ]; then signal=KILL; else signal=TERM; fi
  for pid in $pids; do
    if [ "$round" -eq 1 ]; then printf 'ending %s\\n' "$(words "$pid")"; fi
    kill -$signal "$pid" 2>/dev/null || :
  done
  sleep 0.2 8>&- 9>&-
done

# By cat, which says of a full disk that it is full.
printf '{"pid":%s,"since":"%s",%s\\n' "$$" "$(date -u +%FT%TZ)" "\${holder#?}" | cat >"$lock/holder.new"
mv -T "$lock/holder.new" "$lock/holder"
exec 8>&-
echo held
while heard; do :; done`

/** In front of a command: it runs only while the lock is ours, and keeps the fence up until it has ended. */
export const guardScript = `
exec 8<"$1/fence"
flock --shared 8
if ! grep -qsF "\\"token\\":\\"$2\\"" "$1/holder"; then
  printf 'rates-lock-lost %s\\n' "$(cat "$1/holder" 2>/dev/null)" >&2
  exit 79
fi
export RATES_LOCK="$2"
shift 2
exec "$@"`

export const lostCode = 79
export const lostWord = 'rates-lock-lost'

#!/usr/bin/env bash
# Reads logs on all cores with GNU parallel and adds up what was found, in two ways,
# each held against one run over everything: docs/large-logs.md tells the story.
# Needs cberr in PATH, GNU parallel and jq; writes to a temporary folder.
#
#     docs/parallel.sh [LINES of each log]
set -euo pipefail
corpus=$(cd "$(dirname "$0")/.." && pwd)/tests/corpus
lines=${1:-5000}
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
cd "$work"
parallel --version 2> /dev/null | grep -q '^GNU parallel' || {
  echo "docs/parallel.sh: this needs GNU parallel (moreutils has another one)" >&2
  exit 1
}

# A log: dated lines, behind every seventh an error as people have posted it, some
# over several lines, other vendors' errors and harmless texts among them.
write_log() {
  awk -v seed="$1" -v lines="$lines" '
    /^=== / { inputs++; inside = 1; next }
    /^--- / { inside = 0; next }
    inside { text[inputs] = text[inputs] $0 "\n" }
    END {
      srand(seed)
      for (n = 0; n < lines; n++) {
        printf "2026-11-20 %02d:%02d:%02d.%03d INFO  [worker-%d] order %d of user %d done\n",
          10 + n * 8 / lines, n / 60 % 60, n % 60, rand() * 1000, rand() * 8, rand() * 1e6, rand() * 1e5
        if (n % 7 == 0) printf "%s", text[1 + int(rand() * inputs)]
      }
    }' "$corpus"/*.txt
}

# What must be the same: lines and bytes, and of every kind of error, in the order
# of the answer, how often it stood there, where first and where last.
essence() {
  jq '{lines: .input.lines, bytes: .input.bytes, records: .input.records,
    kinds: [.results[] | {service, code, case, match, query, count, first, last}]}' "$1"
}

compare() {
  essence "$1" > one
  essence "$2" > other
  diff one other || {
    echo "docs/parallel.sh: $2 is not what $1 says" >&2
    exit 1
  }
  jq -r --arg name "$2" '"\($name): \(.input.lines) lines, \(.results | map(.count) | add) findings of " +
    "\(.results | length) kinds: equal"' "$2"
}

for number in 1 2 3 4; do
  write_log "$number" > "app-$number.log"
done

# Exit code 1 says that a log holds no error, which is none of parallel's business.
parse='cberr parse --format json {} || [ $? -eq 1 ]'

# 1. Several files, each read by a process of its own.
cberr parse --format json app-*.log > at-once.json
parallel --keep-order "$parse" ::: app-*.log | cberr merge --format json - > by-file.json
compare at-once.json by-file.json

# 2. One file, cut before lines that begin with a date, so that no error is cut in
# two. Every part counts its lines and bytes from its own beginning: jq adds those
# of the parts before.
place='foreach inputs as $part ({after: {lines: 0, bytes: 0}};
  {before: .after, after: {
    lines: (.after.lines + $part.input.lines),
    bytes: (.after.bytes + $part.input.bytes)}, $part};
  .before as $before | .part
  | (.results[] | .first, .last) |= (.line += $before.lines | .offset += $before.bytes))'
cat app-*.log > all.log
cberr parse --format json - < all.log > whole.json
parallel --keep-order --pipepart --block 200k --recend '\n' --recstart '2026-' \
  "${parse/\{\}/-}" :::: all.log | jq -n "$place" | cberr merge --format json - > by-part.json
compare whole.json by-part.json

#!/bin/sh
# The scan for every signal beside other tools on the same file: bench/scan.sh BUILD_FOLDER [MEGABYTES]
# The file is made once, in the build folder, and read from memory by all of them (page cache).
set -eu
build=$1
size=${2:-1024}
file=$build/bench/install.log
needles=$build/bench/needles
[ -f "$file" ] || "$build/bench/bench_scan" make "$file" "$size"
tail -n +2 knowledge/signal.tsv | grep -v '^#' | cut -f2 > "$needles"
cat "$file" > /dev/null
timed() {
    name=$1
    shift
    start=$(date +%s.%N)
    LC_ALL=C "$@" | cat > /dev/null # grep stops at the first match when it sees /dev/null
    end=$(date +%s.%N)
    echo "$name $start $end $(wc -c < "$file")" | awk '{printf "%-12s %6.2f GB/s\n", $1, $4 / ($3 - $2) / 1e9}'
}
"$build/bench/bench_scan" "$file" 3
timed cat cat "$file"
timed wc-l wc -l "$file"
timed grep-F grep -c -F -f "$needles" "$file"
if command -v rg > /dev/null; then
    timed rg-F rg -j1 -c -F -f "$needles" "$file"
fi

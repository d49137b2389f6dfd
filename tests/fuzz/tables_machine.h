/*
 * tables_machine: feeds bytes to a table that describes the machine. The first byte chooses the table and a kind of artefact that it
 * reads, the rest is the artefact. Used by the fuzz target and by the test that runs short of memory; aborts on what must not happen.
 */
#ifndef TAILOR_TEST_TABLES_MACHINE_H
#define TAILOR_TEST_TABLES_MACHINE_H

#include <stdlib.h>

#include "table/table.h"

extern const struct table table_clock, table_container, table_disk_space, table_install_history, table_mac, table_nvram, table_os,
    table_plist, table_power, table_preference, table_receipt, table_security, table_snapshot, table_volume, table_backup,
    table_receipt_file, table_executable, table_dependency, table_signature, table_sealed_file;

static const struct {
    const struct table *table;
    const char *kind, *path;
} targets[] = {
    {&table_clock, "sntp", "commands/sntp.txt"},
    {&table_clock, "date", "commands/date.txt"},
    {&table_container, "diskutil_apfs_list_text", "diskutil_apfs.txt"},
    {&table_disk_space, "df", "commands/df.txt"},
    {&table_install_history, "install_history", "root/Library/Receipts/InstallHistory.plist"},
    {&table_mac, "system_profiler", "commands/system_profiler.plist"},
    {&table_nvram, "nvram", "commands/nvram.plist"},
    {&table_nvram, "nvram_text", "nvram.txt"},
    {&table_os, "sw_vers", "commands/sw_vers.txt"},
    {&table_os, "system_version", "root/System/Library/CoreServices/SystemVersion.plist"},
    {&table_os, "system_profiler", "commands/system_profiler.plist"},
    {&table_plist, "plist", "a.plist"},
    {&table_power, "pmset_ps", "commands/pmset-ps.txt"},
    {&table_power, "system_profiler", "commands/system_profiler.plist"},
    {&table_preference, "opencore_config", "root/EFI/OC/config.plist"},
    {&table_receipt, "receipt", "root/private/var/db/receipts/a.plist"},
    {&table_security, "csrutil", "commands/csrutil.txt"},
    {&table_security, "bputil", "commands/bputil.txt"},
    {&table_security, "fdesetup_status", "commands/fdesetup-status.txt"},
    {&table_security, "bless_info", "bless_info.txt"},
    {&table_security, "system_profiler", "commands/system_profiler.plist"},
    {&table_security, "diskutil_apfs_list_text", "diskutil_apfs.txt"},
    {&table_snapshot, "tmutil_snapshots", "commands/tmutil-snapshots.txt"},
    {&table_volume, "diskutil_list", "commands/diskutil-list.plist"},
    {&table_volume, "diskutil_list_text", "diskutil_list.txt"},
    {&table_volume, "diskutil_info", "commands/diskutil-info.plist"},
    {&table_volume, "diskutil_apfs_list", "commands/diskutil-apfs-list.plist"},
    {&table_volume, "diskutil_apfs_list_text", "diskutil_apfs.txt"},
    {&table_backup, "time_machine_prefs", "root/Library/Preferences/com.apple.TimeMachine.plist"},
    {&table_backup, "tmutil_latestbackup", "commands/tmutil-latestbackup.txt"},
    {&table_backup, "tmutil_destinationinfo", "commands/tmutil-destinationinfo.txt"},
    {&table_receipt_file, "receipt_bom", "root/private/var/db/receipts/a.bom"},
    {&table_executable, "executable", "root/usr/lib/a.dylib"},
    {&table_dependency, "system_profiler", "commands/system_profiler.plist"},
    {&table_signature, "executable", "root/Library/Extensions/a.kext/Contents/MacOS/a"},
    {&table_sealed_file, "kext_info", "root/Library/Extensions/a.kext/Contents/Info.plist"},
};

static bool wants(const struct feed *f, const struct table *t) { return f && t; }

/* Reads every byte of every cell, so that a sanitizer sees one that lies outside its memory. */
static void row(struct feed *f, const struct table *t, const struct value *values, struct origin origin) {
    unsigned *sum = f->sink;
    for (size_t i = 0; i < t->n_columns; i++) {
        if (values[i].type == VALUE_TEXT && !values[i].text.data)
            abort();
        for (size_t k = 0; values[i].type == VALUE_TEXT && k < values[i].text.len; k++)
            *sum += values[i].text.data[k];
    }
    if (origin.line < 0)
        abort();
}

static void progress(struct feed *f, uint64_t done) {
    (void)f;
    (void)done;
}

static void problem(struct feed *f, const char *text) { *(unsigned *)f->sink += (unsigned)strlen(text); }

/* The arena holds at most `memory` bytes. */
static void tables_machine_run(const struct knowledge *knowledge, const uint8_t *data, size_t size, size_t memory) {
    if (size == 0)
        return;
    size_t target = data[0] % (sizeof targets / sizeof *targets);
    struct arena *arena CLEANUP_ARENA = arena_new(memory);
    if (!arena)
        return;
    struct slice cursor = slice_of(data + 1, size - 1);
    struct artefact a = artefact_of_slice(targets[target].path, targets[target].kind, &cursor);
    unsigned sum = 0;
    struct error err = {0};
    struct feed f = {.artefact = &a,
                     .arena = arena,
                     .knowledge = knowledge,
                     .sink = &sum,
                     .wants = wants,
                     .row = row,
                     .progress = progress,
                     .problem = problem};
    if (!targets[target].table->feed(&f, &err) && err.text[0] == '\0')
        abort(); /* a failure that says nothing */
}

#endif

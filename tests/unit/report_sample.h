/*
 * A diagnosis made by hand for the tests of the report writers: a failed
 * update with two findings behind its cause, one of them explained, a plan, a
 * damaged artefact, and evidence that tries to break out of the report.
 * Change what a test is about before writing the report.
 */
#ifndef TAILOR_TESTS_REPORT_SAMPLE_H
#define TAILOR_TESTS_REPORT_SAMPLE_H

#include <stdio.h>

#include "report/report.h"

#define SAMPLE_HOSTILE                                                                                                                     \
    "2024-10-01 09:33:53+02 mac softwareupdated[412]: <script>alert(1)</script> \"'&amp; \x1b[31mred\x1b[0m \x01 \xE2\x80\xAE"             \
    "txet desrever\xE2\x80\xAC \xFF\xFE ```` </pre> <img src=http://evil.example/x.png onerror=alert(2)> \xC2\x9B NSURLErrorDomain -1001"

enum { SAMPLE_LONG = 10000 };

struct sample {
    struct diagnosis d;
    struct rule rules[5];
    struct finding findings[5];
    struct evidence_row rows[8];
    const struct finding *ranked[5];
    struct attempt attempts[3];
    struct plan_step steps[3];
    struct missing_artefact missing[2];
    struct damaged_artefact damaged[1];
    char long_line[SAMPLE_LONG + 1];
};

static const int64_t sample_time = INT64_C(1727768032) * NS_PER_SECOND; /* 2024-10-01T07:33:52Z */

static inline struct evidence_row sample_row(const char *source, int64_t line, int64_t ns, const char *text) {
    return (struct evidence_row){.source = slice_str(source), .line = line, .ns = ns, .text = slice_str(text)};
}

static inline void sample_findings(struct sample *s) {
    static const char *none[] = {NULL};
    static const char log[] = "root/private/var/log/install.log";
    s->rules[0] =
        (struct rule){.name = "network/hosts-redirect",
                      .cause = "network",
                      .title = "The hosts file sends {name} to {address}",
                      .because = "The Mac then asks that address instead of Apple, and what answers there is not Apple's server."};
    s->rules[1] = (struct rule){.name = "disk-space/nearly-full",
                                .cause = "disk-space",
                                .title = "Only {free} GB are free on {volume}",
                                .because = "The update needs room for the download and for unpacking it."};
    s->rules[2] =
        (struct rule){.name = "signing-server/unreachable", .cause = "signing-server", .title = "{host} was not reached: {error}"};
    s->rules[3] = (struct rule){.name = "outcome/dialog", .title = "The dialog said: {text}"};
    s->rules[4] = (struct rule){.name = "management/updates-deferred", .cause = "management", .title = "{text}"};
    const char *titles[] = {"The hosts file sends gs.apple.com to 127.0.0.1", "Only 11.4 GB are free on Macintosh HD",
                            "gs.apple.com was not reached: NSURLErrorDomain -1001",
                            "The dialog said: Failed to personalize the software update. Please try again.",
                            "<b>bold</b> *stars* [x](y) & @all"};
    const double sure[] = {0.95, 0.65, 0.9, 0.3, 0.3};
    const enum strength strength[] = {STRENGTH_PROVES, STRENGTH_SUGGESTS, STRENGTH_PROVES, STRENGTH_HINTS, STRENGTH_HINTS};
    memset(s->long_line, 'x', SAMPLE_LONG);
    s->rows[0] = sample_row("root/private/etc/hosts", 12, TIMESTAMP_NONE, "127.0.0.1\tgs.apple.com   # added by the toolbox");
    s->rows[1] = sample_row(log, 812, sample_time,
                            "2024-10-01 09:33:52+02 mac softwareupdated[412]: MSU: failed to personalize: could not connect to "
                            "gs.apple.com (127.0.0.1:443): Error Domain=NSURLErrorDomain Code=-1004");
    s->rows[2] = sample_row("commands/df.txt", 3, TIMESTAMP_NONE, "/dev/disk3s5 239362496 211411200 11953152 95% /System/Volumes/Data");
    s->rows[3] = sample_row(log, 813, sample_time + NS_PER_SECOND, SAMPLE_HOSTILE);
    s->rows[4] = sample_row("dialog.txt", 1, TIMESTAMP_NONE, "Failed to personalize the software update. Please try again.");
    s->rows[5] = sample_row(log, 814, sample_time, s->long_line);
    for (size_t i = 0; i < 5; i++) {
        s->rules[i].fixes = s->rules[i].over = none;
        s->findings[i] = (struct finding){.rule = &s->rules[i],
                                          .title = titles[i],
                                          .stage = "attempt",
                                          .strength = strength[i],
                                          .confidence = sure[i],
                                          .evidence = &s->rows[i + 1],
                                          .n_evidence = 1,
                                          .n_rows = 1};
        s->ranked[i] = &s->findings[i];
    }
    s->findings[0].evidence = &s->rows[0];
    s->findings[0].n_evidence = s->findings[0].n_rows = 2;
    s->findings[2].explained_by = &s->findings[0];
}

static inline void sample_plan(struct sample *s) {
    static const char *hosts[] = {"Open Terminal and save a copy: sudo cp /etc/hosts /etc/hosts.before",
                                  "Delete each line that names a host of apple.com, keep the lines for localhost and broadcasthost",
                                  "Empty the DNS cache: sudo dscacheutil -flushcache; sudo killall -HUP mDNSResponder",
                                  "Open http://captive.apple.com in Safari: it must say \"Success\"",
                                  "Start the update again",
                                  NULL};
    static const char *backup[] = {"Connect a disk and let Time Machine make a backup", NULL};
    static const char *space[] = {"Empty the Trash", "Move large files to another disk", NULL};
    s->steps[0] =
        (struct plan_step){.action = "remove-hosts-lines",
                           .title = "Remove the lines for Apple hosts from /etc/hosts",
                           .kind = "automatic",
                           .risk = "low",
                           .undo = "The former file is kept beside the new one; put it back.",
                           .why = "A line in the hosts file sends the name to another address, so the Mac never speaks to Apple's "
                                  "server.",
                           .worked = "dscacheutil -q host -a name gs.apple.com shows an address that begins with 17.",
                           .next = "fix-dns",
                           .steps = hosts,
                           .minutes = 5,
                           .part = PART_CAUSE};
    s->steps[1] = (struct plan_step){
        .action = "back-up", .title = "Back up this Mac", .kind = "guided", .risk = "none", .steps = backup, .part = PART_ALSO};
    s->steps[2] = (struct plan_step){.action = "free-space",
                                     .title = "Free space on the startup disk",
                                     .kind = "guided",
                                     .risk = "medium",
                                     .undo = "What was moved away can be moved back.",
                                     .why = "The update needs room.",
                                     .worked = "df shows 40 GB.",
                                     .next = "",
                                     .steps = space,
                                     .minutes = 20,
                                     .part = PART_ALSO};
    s->d.plan = (struct plan){.steps = s->steps, .n_steps = 3};
}

static inline void sample_attempts(struct sample *s) {
    static const int64_t day = 24 * 3600 * NS_PER_SECOND;
    s->attempts[0] = (struct attempt){.kind = "update",
                                      .outcome = "failed",
                                      .last_stage = "personalize",
                                      .to_version = "14.7",
                                      .from_version = "14.5",
                                      .start_ns = sample_time - 120 * NS_PER_SECOND,
                                      .end_ns = sample_time,
                                      .judged = true};
    s->attempts[1] = (struct attempt){.kind = "update",
                                      .outcome = "stopped",
                                      .last_stage = "download",
                                      .to_version = "14.7",
                                      .start_ns = sample_time - day,
                                      .end_ns = sample_time - day,
                                      .superseded = true};
    s->attempts[2] = (struct attempt){
        .kind = "scan", .outcome = "succeeded", .last_stage = "scan", .start_ns = sample_time - 2 * day, .end_ns = sample_time - 2 * day};
}

/* Free with sample_free(). The sample must not move while the diagnosis is used. */
static inline void sample_make(struct sample *s) {
    memset(s, 0, sizeof *s);
    sample_findings(s);
    sample_plan(s);
    sample_attempts(s);
    s->missing[0] = (struct missing_artefact){
        .artefact = "commands/sntp.txt", .would_tell = "by how much the clock is wrong", .get_with = "sntp time.apple.com > sntp.txt"};
    s->missing[1] =
        (struct missing_artefact){.artefact = "commands/log-show.txt",
                                  .would_tell = "the progress of softwareupdated and the errors of the network stack",
                                  .get_with = "log show --last 2d --info --style syslog --predicate 'process == \"softwareupdated\" "
                                              "OR process CONTAINS \"UpdateBrain\"' > log-show.txt"};
    s->damaged[0] = (struct damaged_artefact){
        .path = "root/Library/Preferences/<x>.plist", .state = "damaged", .problem = "object 12 points past the end: 0x9f3 > 0x800"};
    s->d.arena = arena_new(16 << 20);
    s->d.verdict = (struct verdict){.status = STATUS_FAILED,
                                    .top = &s->findings[0],
                                    .stage = "personalize",
                                    .confidence = 0.95,
                                    .summary = "The hosts file sends gs.apple.com to 127.0.0.1. The Mac then asks that address instead of "
                                               "Apple, and what answers there is not Apple's server.",
                                    .judged = &s->attempts[0],
                                    .attempts = s->attempts,
                                    .n_attempts = 3,
                                    .ranked = s->ranked,
                                    .n_ranked = 5};
    s->d.missing = (struct missing){.artefacts = s->missing, .n_artefacts = 2};
    s->d.damaged = s->damaged;
    s->d.n_damaged = 1;
    s->d.n_read = 17;
    s->d.mac = (struct mac_facts){
        .model = "MacBookPro18,3", .name = "MacBook Pro (14-inch, 2021)", .chip = "Apple M1 Pro", .version = "14.5", .build = "23F79"};
}

static inline void sample_free(struct sample *s) { arena_free(s->d.arena); }

#endif

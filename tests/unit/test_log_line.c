#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "format/log_line.h"

/* Lines made up in the forms of the reference; every field is compared when it is given. */
static const struct {
    const char *line, *style, *host, *process, *level, *subsystem, *category, *message, *time; /* time NULL: the line alone does not say */
    int64_t pid;
} cases[] = {
    {"2019-04-09 13:41:10-07 mac softwareupdated[4958]: SUScan: done", "install", "mac", "softwareupdated", "", "", "", "SUScan: done",
     "2019-04-09T20:41:10Z", 4958},
    {"2021-08-11 05:50:23-0700 logd_helper[85]: Migrating", "install", "", "logd_helper", "", "", "", "Migrating", "2021-08-11T12:50:23Z",
     85},
    {"2024-05-14 20:03:00-06 iMac Jamf App Installers[8033]: x: y", "install", "iMac", "Jamf App Installers", "", "", "", "x: y",
     "2024-05-15T02:03:00Z", 8033},
    {"2024-05-14 20:03:00+0530 iMac installer: text", "install", "iMac", "installer", "", "", "", "text", "2024-05-14T14:33:00Z", -1},
    {"2024-05-14 20:03:00+01 iMac just text", "install", "", "", "", "", "", "iMac just text", "2024-05-14T19:03:00Z", -1},
    {"Dec 22 10:55:47 MacBook-Pro OSInstaller[605]: Installed \"X\" ()", "syslog", "MacBook-Pro", "OSInstaller", "", "", "",
     "Installed \"X\" ()", NULL, 605},
    {"<116>Nov  9 17:07:20 mac proc[1]: msg", "syslog", "mac", "proc", "", "", "", "msg", NULL, 1},
    {"Feb  4 19:31:40  installer[84098] <Info>: Package name", "syslog", "", "installer", "Info", "", "", "Package name", NULL, 84098},
    {"Oct  3 09:00:00 mac com.apple.xpc.launchd[1] (com.apple.job[99]): Service exited", "syslog", "mac", "com.apple.xpc.launchd", "", "",
     "", "Service exited", NULL, 1},
    {"Apr 26 2018 09:28:01 -0700 Starting", "syslog", "", "", "", "", "", "Starting", "2018-04-26T16:28:01Z", -1},
    {"Wed May 03 14:49:39 HOST super[3414]: **** STARTUP ****", "weekday", "HOST", "super", "", "", "", "**** STARTUP ****", NULL, 3414},
    {"Wed Nov  3 14:02:12 CET 2021 anything", "weekday", "", "", "", "", "", "anything", "2021-11-03T13:02:12Z", -1},
    {"Wed Aug 11 05:51:02 2021 [176] <notice> (0x1) text", "weekday", "", "", "notice", "", "", "(0x1) text", NULL, 176},
    {"Thu Nov 14 20:36:37.222 <airportd[88]> en0 up", "weekday", "", "airportd", "", "", "", "en0 up", NULL, 88},
    {"2022-08-01 12:32:33.832547-0400 0x2824     Default     0x0                  327    0    softwareupdated: (Lib) "
     "[com.apple.SoftwareUpdateMacController:SU] [Progress] text: more",
     "unified", "", "softwareupdated", "Default", "com.apple.SoftwareUpdateMacController", "SU", "[Progress] text: more",
     "2022-08-01T16:32:33Z", 327},
    {"2022-08-01 12:32:33.832547-0400 0x2824     Error       0x12                 0      0    kernel: (AppleSMC) text", "unified", "",
     "kernel", "Error", "", "", "text", "2022-08-01T16:32:33Z", 0},
    {"2020-08-09 21:07:53.855530+0200  localhost softwareupdated[2857]: (Lib) [com.apple.a:b] text", "unified-syslog", "localhost",
     "softwareupdated", "", "com.apple.a", "b", "text", "2020-08-09T19:07:53Z", 2857},
    {"2023-05-04 05:17:50.669 Df softwareupdated[13719:87a5] [com.apple.a:b] text", "compact", "", "softwareupdated", "Default",
     "com.apple.a", "b", "text", NULL, 13719},
    {"2021-02-18 08:13:03.497 E  mdmclient[8771:a7d] [0:MDMDaemon:HTTPUtil] text", "compact", "", "mdmclient", "Error", "", "",
     "[0:MDMDaemon:HTTPUtil] text", NULL, 8771},
    {"2022-06-08 20:04:11.203 UTM[4120:61a2] Installing: x", "nslog", "", "UTM", "", "", "", "Installing: x", NULL, 4120},
    {"default\t10:31:09.231234+0200\tsoftwareupdated\tmessage with\ttab", "console", "", "softwareupdated", "default", "", "",
     "message with\ttab", NULL, -1},
    {"error\t2024-10-01 10:31:09.231234+0200\t0x12\t345\ttrustd\tcom.apple.trust\tpolicy\tno", "console", "", "trustd", "error",
     "com.apple.trust", "policy", "no", "2024-10-01T08:31:09Z", 345},
    {"Default   10:31:09.231234+0200 softwareupdated  two words", "console", "", "softwareupdated", "Default", "", "", "two words", NULL,
     -1},
    {"12/22/14 10:55:47.123 softwareupdated[123]: text", "console-old", "", "softwareupdated", "", "", "", "text", NULL, 123},
    {"10/13/21 07:57:42.865446 pid=69 mglog: text", "console-old", "", "", "", "", "", "mglog: text", NULL, 69},
    {"INFO[0002] Attempting to install", "logrus", "", "", "INFO", "", "", "Attempting to install", NULL, -1},
    {"time=\"2024-01-01T10:00:00+01:00\" level=info msg=\"[hostagent] x\"", "logfmt", "", "", "info", "", "", "[hostagent] x",
     "2024-01-01T09:00:00Z", -1},
    {"[2018-08-19T03:09:13.120Z] I santad: action=EXEC", "iso", "", "santad", "I", "", "", "action=EXEC", "2018-08-19T03:09:13Z", -1},
    {"2021-11-04 22:22:37:203 | IntuneMDM-Daemon | I | 1162 | Sync | done", "iso", "", "IntuneMDM-Daemon", "I", "", "",
     "1162 | Sync | done", NULL, -1},
    {"2023/05/03 10:00:00 ui: text", "iso", "", "ui", "", "", "", "text", NULL, -1},
    {"2023-05-03 10:00:00,123 ERROR something", "iso", "", "", "ERROR", "", "", "something", NULL, -1},
    {"00:32:33.914: amai: text", "clock", "", "", "", "", "", "amai: text", NULL, -1},
    {"[03:37:40.0534-GMT]{5>8} CHECKPOINT END", "clock", "", "", "", "", "", "CHECKPOINT END", NULL, -1},
    {"Dec 24 01:21:47 --- last message repeated 3 time ---", "syslog", "", "", "", "", "", "--- last message repeated 3 time ---", NULL,
     -1},
};

static void is_text(struct slice s, const char *expected, const char *line) {
    if (!slice_is(s, expected))
        fail_msg("'%.*s' is not '%s' in: %s", SLICE_ARG(s), expected, line);
}

static void every_style_is_read(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct log_head h;
        const char *line = cases[i].line;
        assert_true(log_line_parse(slice_str(line), 0, &h));
        assert_true(log_line_has_head(slice_str(line), 0));
        is_text(slice_str(log_style_name(h.style)), cases[i].style, line);
        is_text(h.host, cases[i].host, line);
        is_text(h.process, cases[i].process, line);
        is_text(h.level, cases[i].level, line);
        is_text(h.subsystem, cases[i].subsystem, line);
        is_text(h.category, cases[i].category, line);
        is_text(h.message, cases[i].message, line);
        assert_int_equal(h.pid, cases[i].pid);
        int64_t ns = 0;
        char out[32] = "";
        if (log_head_time(&h, &ns))
            timestamp_format(ns, out);
        is_text(slice_str(out), cases[i].time ? cases[i].time : "", line);
    }
}

static void other_lines_have_no_head(void **state) {
    (void)state;
    static const char *const lines[] = {"",
                                        "Downloading: 16.00%",
                                        "    \"<SUOSUMobileSoftwareUpdate: MSU_UPDATE_23F79_patch_14.5_minor>\"",
                                        ")",
                                        "Mark this",
                                        "May the update work",
                                        "2024-13-01 10:00:00-07 mac a[1]: b",
                                        "2024-10-01",
                                        "Error Domain=NSURLErrorDomain Code=-1001",
                                        "Info: x",
                                        "12:30",
                                        "   [erase-install] v24.0 script execution started: Wed Nov  3 14:02:12 CET 2021",
                                        "INFO: Personalizing",
                                        "00000d5cf0bf6e71: ticks"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct log_head h;
        if (log_line_parse(slice_str(lines[i]), 0, &h))
            fail_msg("%s read as %s", lines[i], log_style_name(h.style));
        assert_true(slice_is(h.message, lines[i]));
        assert_false(log_line_has_head(slice_str(lines[i]), 0));
    }
    struct log_head h;
    assert_true(log_line_parse(slice_str("00000d5cf0bf6e71: ticks"), LOG_LINE_ALLOW_TICKS, &h));
    assert_true(slice_is(h.message, "ticks"));
}

static void lines_around_the_entries_are_known(void **state) {
    (void)state;
    assert_true(log_line_is_header(slice_str("Filtering the log data using \"process == \"softwareupdated\"\"")));
    assert_true(log_line_is_header(slice_str("Timestamp               Ty Process[PID:TID]")));
    assert_true(log_line_is_header(slice_str("======================================================================")));
    assert_false(log_line_is_header(slice_str("---- Begin personalization ----")));
    int64_t count = 0;
    assert_true(log_line_is_repeat(slice_str("--- last message repeated 12 times ---"), &count));
    assert_int_equal(count, 12);
}

static void what_a_power_loss_leaves_is_skipped(void **state) {
    (void)state;
    struct log_head h;
    assert_true(log_line_parse(slice_of("\0\0\0Dec 22 10:55:47 mac a[6]: b", 29), 0, &h));
    assert_int_equal(h.pid, 6);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_style_is_read),
        cmocka_unit_test(other_lines_have_no_head),
        cmocka_unit_test(lines_around_the_entries_are_known),
        cmocka_unit_test(what_a_power_loss_leaves_is_skipped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

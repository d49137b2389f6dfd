#include "table_test.h"

#include "format/crash_report.h"
#include "format/json_text.h"

extern const struct table table_crash;

static void reads(const char *text, const char *kind, const char *process, const char *os, const char *reason, const char *time) {
    static struct capture c;
    assert_true(capture_feed(&c, &table_crash, "crash_report", "root/Library/Logs/DiagnosticReports/a.ips", text));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "kind"), kind);
    if (process)
        assert_string_equal(cell(&c, 0, "process"), process);
    assert_string_equal(cell(&c, 0, "os"), os);
    assert_string_equal(cell(&c, 0, "reason"), reason);
    assert_string_equal(cell(&c, 0, "time"), time);
    capture_free(&c);
}

static void json_crash_of_macos_12(void **state) {
    (void)state;
    reads("{\"app_name\":\"softwareupdated\",\"timestamp\":\"2023-07-03 18:44:11.00 +0100\",\"bug_type\":\"309\",\"os_version\":\"macOS "
          "13.4.1 "
          "(22F82)\"}\n{\n  \"procName\" : \"softwareupdated\",\n  \"procPath\" : \"\\/System\\/x\\/softwareupdated\",\n"
          "  \"osVersion\" : {\"train\" : \"macOS 13.4.1\", \"build\" : \"22F82\"},\n"
          "  \"exception\" : {\"codes\":\"0x0\",\"type\":\"EXC_CRASH\",\"signal\":\"SIGABRT\"},\n"
          "  \"termination\" : {\"namespace\":\"SIGNAL\",\"indicator\":\"Abort trap: 6\"}\n}\n",
          "crash", "softwareupdated", "macOS 13.4.1 (22F82)", "EXC_CRASH (SIGABRT); SIGNAL: Abort trap: 6", "2023-07-03T17:44:11Z");
}

static void a_report_cut_short_gives_what_it_holds(void **state) {
    (void)state;
    reads("{\"app_name\":\"softwareupdated\",\"timestamp\":\"2023-07-03 18:44:11.00 +0100\",\"bug_type\":\"309\",\"os_version\":\"macOS "
          "13.4.1 "
          "(22F82)\"}\n{\n  \"exception\" : {\"type\":\"EXC_CRASH\"},\n  \"threads\" : [ { \"fr",
          "crash", "softwareupdated", "macOS 13.4.1 (22F82)", "EXC_CRASH", "2023-07-03T17:44:11Z");
}

static void json_panic(void **state) {
    (void)state;
    reads("{\"bug_type\":\"210\",\"timestamp\":\"2024-02-01 10:00:00.00 -0800\",\"os_version\":\"macOS 14.3 (23D56)\"}\n"
          "{\"build\":\"macOS 14.3 (23D56)\",\"panicString\":\"panic(cpu 0 caller 0xfe): watchdog timeout\\nDebugger message: panic\"}",
          "panic", NULL, "macOS 14.3 (23D56)", "panic(cpu 0 caller 0xfe): watchdog timeout", "2024-02-01T18:00:00Z");
}

static void text_crash_before_macos_12(void **state) {
    (void)state;
    reads("Process:               osinstallersetupd [724]\nPath:                  /Applications/x/osinstallersetupd\n"
          "Version:               1.0 (1)\nDate/Time:             2020-12-02 09:14:32.187 +0100\n"
          "OS Version:            Mac OS X 10.15.7 (19H2)\n\nException Type:        EXC_BAD_ACCESS (SIGSEGV)\n"
          "Termination Reason:    Namespace SIGNAL, Code 0xb\n",
          "crash", "osinstallersetupd", "Mac OS X 10.15.7 (19H2)", "EXC_BAD_ACCESS (SIGSEGV); Namespace SIGNAL, Code 0xb",
          "2020-12-02T08:14:32Z");
}

static void what_the_loader_says_is_part_of_the_reason(void **state) {
    (void)state;
    reads(
        "Process:               suhelperd [81]\nPath:                  /System/x/suhelperd\nDate/Time:             2021-02-09 07:30:00.000 "
        "+0000\n"
        "OS Version:            macOS 11.2 (20D64)\n"
        "Exception Type:        EXC_CRASH (SIGABRT)\nTermination Reason:    DYLD, [0x1] Library missing\n\n"
        "Application Specific Information:\ndyld: launch, loading dependent libraries\n\nDyld Error Message:\n"
        "  could not load inserted library '/opt/tweak/hook.dylib' because image not found\n",
        "crash", "suhelperd", "macOS 11.2 (20D64)",
        "EXC_CRASH (SIGABRT); DYLD, [0x1] Library missing; could not load inserted library '/opt/tweak/hook.dylib' because image not found",
        "2021-02-09T07:30:00Z");
}

static void foreign_images_are_told(void **state) {
    (void)state;
    static const struct {
        const char *text, *image;
    } cases[] = {
        {"{\"app_name\":\"osinstallersetupd\",\"bug_type\":\"309\"}\n{\"procName\":\"osinstallersetupd\",\"procPath\":\"/Applications/"
         "Install "
         "macOS.app/Contents/osinstallersetupd\",\"exception\":{\"type\":\"EXC_BAD_ACCESS\"},\"usedImages\":[{\"path\":\"\\/Applications\\/"
         "Install "
         "macOS.app\\/Contents\\/x\"},{\"path\":\"/usr/lib/libobjc.A.dylib\"},{\"name\":\"a\",\"path\":\"\\/Library\\/Other\\/"
         "Inject.dylib\"}]}",
         "/Library/Other/Inject.dylib"},
        {"{\"app_name\":\"a\",\"bug_type\":\"309\"}\n{\"procName\":\"a\",\"exception\":{\"type\":\"E\"},\"usedImages\":[{\"path\":\"/"
         "System/a\"}]}",
         NULL},
        {"Process: softwareupdated [4]\nPath: /System/x/softwareupdated\nException Type: EXC_CRASH (SIGABRT)\nBinary Images:\n"
         "  0x1 - 0x2 softwareupdated (1) <A> /System/x/softwareupdated\n  0x3 - 0x4 b (1) <B> /Users/x/b dir/b.dylib\n",
         "/Users/x/b dir/b.dylib"},
        {"Process: installd [4]\nPath: /System/x/installd\nException Type: EXC_CRASH (SIGABRT)\nTermination Reason: DYLD, [0x1]\n"
         "DYLD_INSERT_LIBRARIES=/opt/tweak/hook.dylib:/opt/b.dylib\n",
         "/opt/tweak/hook.dylib"},
        {"Process: installd [4]\nPath: /System/x/installd\nException Type: EXC_CRASH (SIGABRT)\n"
         "DYLD_INSERT_LIBRARIES=/usr/lib/libgmalloc.dylib\n",
         NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static struct capture c;
        assert_true(capture_feed(&c, &table_crash, "crash_report", "a.ips", cases[i].text));
        if (cases[i].image)
            assert_string_equal(cell(&c, 0, "foreign_image"), cases[i].image);
        else
            assert_null(cell(&c, 0, "foreign_image"));
        capture_free(&c);
    }
}

static void a_panic_of_old_is_dated(void **state) {
    (void)state;
    reads(
        "Anonymous UUID: A\n\nFri Nov  3 09:41:07 2017\n\n*** Panic Report ***\npanic(cpu 6 caller 0xff): Kernel trap\nOS Version: 17B48\n",
        "panic", NULL, "17B48", "panic(cpu 6 caller 0xff): Kernel trap", "2017-11-03T09:41:07Z");
}

static void other_text_is_damage(void **state) {
    (void)state;
    static struct capture c;
    assert_false(capture_feed(&c, &table_crash, "crash_report", "a.crash", "nothing of the kind\n"));
    assert_non_null(strstr(c.err.text, "not a crash report"));
    capture_free(&c);
}

static void values_are_picked_by_path(void **state) {
    (void)state;
    struct slice json = slice_str("{\"a\":{\"x\":[1,{\"q\":\"}\"},\"two\"]},\"b\" : true, \"c\":\"d\"}"), value;
    assert_true(json_text_pick(json, "a.x[2]", &value) && slice_is(value, "two"));
    assert_true(json_text_pick(json, "a.x[1].q", &value) && slice_is(value, "}"));
    assert_true(json_text_pick(json, "b", &value) && slice_is(value, "true"));
    assert_true(json_text_pick(json, "c", &value) && slice_is(value, "d"));
    assert_false(json_text_pick(json, "a.y", &value));
    assert_false(json_text_pick(slice_str("{\"a\":"), "a", &value));
}

static void the_extension_of_another_vendor_in_a_backtrace(void **state) {
    (void)state;
    static struct capture c;
    assert_true(
        capture_feed(&c, &table_crash, "crash_report", "root/Library/Logs/DiagnosticReports/a.panic",
                     "{\"bug_type\":\"210\",\"timestamp\":\"2024-02-01 18:00:00.00 +0000\",\"os_version\":\"macOS 14.3\"}\n"
                     "{\"panicString\":\"panic(cpu 0 caller 0xfe): page fault\\n      Kernel Extensions in backtrace:\\n"
                     "         com.apple.driver.AppleACPI(6.1)[A]@0x1->0x2\\n            dependency: com.apple.iokit.IOPCIFamily(2.9)[B]\\n"
                     "         com.example.unblocker(0.2)[C]@0x3->0x4\\n\\nProcess name: kernel_task\"}"));
    assert_string_equal(cell(&c, 0, "extension"), "com.example.unblocker");
    capture_free(&c);
    assert_true(capture_feed(&c, &table_crash, "crash_report", "root/Library/Logs/DiagnosticReports/b.panic",
                             "panic(cpu 1 caller 0xfe): \"page fault\"\n      Kernel Extensions in backtrace:\n"
                             "         com.apple.driver.AppleACPI(6.1)[A]@0x1->0x2\n\nBSD process name: kernel_task\n"));
    assert_null(cell(&c, 0, "extension"));
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_crash_of_macos_12),
        cmocka_unit_test(a_report_cut_short_gives_what_it_holds),
        cmocka_unit_test(json_panic),
        cmocka_unit_test(the_extension_of_another_vendor_in_a_backtrace),
        cmocka_unit_test(text_crash_before_macos_12),
        cmocka_unit_test(what_the_loader_says_is_part_of_the_reason),
        cmocka_unit_test(foreign_images_are_told),
        cmocka_unit_test(a_panic_of_old_is_dated),
        cmocka_unit_test(other_text_is_damage),
        cmocka_unit_test(values_are_picked_by_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "evidence/named_date.h"

static void tells(const char *path, const char *time) {
    char text[32];
    timestamp_format(named_date(slice_str(path)), text);
    assert_string_equal(text, time);
}

static void reports_are_named_by_their_time(void **state) {
    (void)state;
    tells("root/Library/Logs/DiagnosticReports/Kernel_2020-11-13-194107_Mac-mini.panic", "2020-11-13T19:41:07Z");
    tells("softwareupdated-2024-10-07-093015.ips", "2024-10-07T09:30:15Z");
    tells("EFI/opencore-2024-07-30-100000.txt", "2024-07-30T10:00:00Z");
    tells("sysdiagnose_2024.10.07_09-30-15+0200_macOS_Mac_24A335.log", "2024-10-07T09:30:15Z");
}

static void a_day_alone_is_its_noon(void **state) {
    (void)state;
    tells("Installer Log 5-Oct-2019.txt", "2019-10-05T12:00:00Z");
    tells("x/agent-2024-10-07.log", "2024-10-07T12:00:00Z");
}

static void other_numbers_are_no_date(void **state) {
    (void)state;
    tells("install.log", "");
    tells("2020-11-13/install.log", ""); /* of the folder, not of the file */
    tells("build-12020-11-13.log", "");
    tells("log-2020-13-41.txt", "");
    tells("Installer Log 5-Okt-2019.txt", "");
    tells("Installer Log 5-anF-2019.txt", "");
    tells("9999-11-13.log", "");
    tells("2020-11", "");
    tells("5-Oct", "");
    tells("", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(reports_are_named_by_their_time), cmocka_unit_test(a_day_alone_is_its_noon),
                                       cmocka_unit_test(other_numbers_are_no_date)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

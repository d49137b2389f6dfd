#include "property_text.h"
#include "table_test.h"

extern const struct table table_power;

static void pmset_tells_source_charge_and_time(void **state) {
    (void)state;
    struct capture c;
    assert_true(
        capture_feed(&c, &table_power, "pmset_ps", "commands/pmset-ps.txt",
                     "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=77)\t9%; discharging; 0:41 remaining present: true\n"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "power_source"), "Battery Power");
    assert_string_equal(cell(&c, 0, "battery"), "InternalBattery-0");
    assert_string_equal(cell(&c, 0, "percent"), "9");
    assert_string_equal(cell(&c, 0, "charging"), "0");
    assert_string_equal(cell(&c, 0, "state"), "discharging");
    assert_string_equal(cell(&c, 0, "remaining"), "0:41");
    assert_string_equal(cell(&c, 0, "line"), "2");
    capture_free(&c);
}

static void each_state_of_pmset_is_known(void **state) {
    (void)state;
    static const struct {
        const char *text, *state, *charging;
    } cases[] = {{" -InternalBattery-0\t100%; charged; 0:00 remaining present: true", "charged", "1"},
                 {" -InternalBattery-0\t80%; AC attached; not charging present: true", "not charging", "0"},
                 {" -InternalBattery-0\t98%; finishing charge; 0:10 remaining present: true", "finishing charge", "1"},
                 {" -InternalBattery-0\t40%; charging; (no estimate) present: true", "charging", "1"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_true(capture_feed(&c, &table_power, "pmset_ps", "pmset-ps.txt", cases[i].text));
        assert_string_equal(cell(&c, 0, "state"), cases[i].state);
        assert_string_equal(cell(&c, 0, "charging"), cases[i].charging);
        capture_free(&c);
    }
}

static void a_mac_without_a_battery_is_one_row(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_power, "pmset_ps", "pmset-ps.txt", "Now drawing from 'AC Power'\n"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "power_source"), "AC Power");
    assert_null(cell(&c, 0, "battery"));
    capture_free(&c);
}

static void profiler_charge_in_both_forms(void **state) {
    (void)state;
    static const struct {
        const char *text, *percent;
    } cases[] = {
        {PROPERTY_LIST(ARRAY(PROFILER_PART("SPPowerDataType",
                                           KEY("sppower_battery_charge_info", DICT(KEY_INTEGER("sppower_battery_state_of_charge", "37")
                                                                                       KEY_STRING("sppower_battery_is_charging", "FALSE")))
                                               KEY("Battery Power", DICT(KEY_STRING("Current Power Source", "TRUE")))))),
         "37"},
        {PROPERTY_LIST(ARRAY(PROFILER_PART(
             "SPPowerDataType", KEY("sppower_battery_charge_info", DICT(KEY_INTEGER("sppower_battery_current_capacity", "1000")
                                                                            KEY_INTEGER("sppower_battery_max_capacity", "4000")
                                                                                KEY_STRING("sppower_battery_is_charging", "FALSE")))
                                    KEY("Battery Power", DICT(KEY_BOOL("Current Power Source", "true")))))),
         "25"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_true(capture_feed(&c, &table_power, "system_profiler", "commands/system_profiler.plist", cases[i].text));
        assert_int_equal(c.n_rows, 1);
        assert_string_equal(cell(&c, 0, "percent"), cases[i].percent);
        assert_string_equal(cell(&c, 0, "charging"), "0");
        assert_string_equal(cell(&c, 0, "power_source"), "Battery Power");
        capture_free(&c);
    }
}

static void damage_is_an_error_and_absence_is_not(void **state) {
    (void)state;
    static const struct {
        const char *kind, *text;
        bool good;
    } cases[] = {
        {"pmset_ps", "", false},
        {"pmset_ps", " -\n%\n-%\n", false},
        {"pmset_ps", "- 99999999999999999999%;", false},
        {"system_profiler", "", false},
        {"system_profiler", PROPERTY_LIST(ARRAY("")), true},
        {"system_profiler", PROPERTY_LIST(ARRAY(PROFILER_PART("SPPowerDataType", KEY_STRING("sppower_battery_charge_info", "x")))), true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_int_equal(capture_feed(&c, &table_power, cases[i].kind, "x", cases[i].text), cases[i].good);
        capture_free(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pmset_tells_source_charge_and_time),    cmocka_unit_test(each_state_of_pmset_is_known),
        cmocka_unit_test(a_mac_without_a_battery_is_one_row),    cmocka_unit_test(profiler_charge_in_both_forms),
        cmocka_unit_test(damage_is_an_error_and_absence_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

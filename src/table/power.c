/*
 * power: the power source and the charge of each battery. An update is not prepared on battery power with little charge.
 *
 * pmset -g ps:
 *     Now drawing from 'Battery Power'
 *      -InternalBattery-0 (id=4653155)	55%; discharging; 4:12 remaining present: true
 * The state is one of charging, discharging, charged, finishing charge, "AC attached; not charging" (pmset.c of PowerManagement).
 */
#include "format/key_value.h"
#include "table/shared/output.h"
#include "table/shared/property_list.h"

enum { POWER_SOURCE, BATTERY, PERCENT, CHARGING, STATE, REMAINING, WARNING, FROM, TEXT, COLUMN_COUNT };

static const struct column columns[] = {
    [POWER_SOURCE] = {"power_source", COLUMN_TEXT, SHOW, "what the Mac draws from: AC Power, Battery Power or UPS Power"},
    [BATTERY] = {"battery", COLUMN_TEXT, SHOW, "name of the battery, such as InternalBattery-0; NULL on a Mac without one"},
    [PERCENT] = {"percent", COLUMN_INTEGER, SHOW, "charge in percent of the full charge"},
    [CHARGING] = {"charging", COLUMN_INTEGER, SHOW, "1 when the battery is charging or full on the charger, 0 when it is not"},
    [STATE] = {"state", COLUMN_TEXT, SHOW, "state in the command's words: charging, discharging, charged, not charging"},
    [REMAINING] = {"remaining", COLUMN_TEXT, SHOW, "hours and minutes to empty or to full, such as 4:12"},
    [WARNING] = {"warning", COLUMN_INTEGER, SHOW, "1 when the system warns of a low battery"},
    [FROM] = {"from", COLUMN_TEXT, SHOW, "which command told it: pmset or system_profiler"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "the line as it stands, or the values in one line"},
};

extern const struct table table_power;

static void read_state(struct slice state, struct value *row) {
    static const struct {
        const char *words;
        bool charging;
    } states[] = {{"not charging", false}, {"discharging", false}, {"finishing charge", true}, {"charged", true}, {"charging", true}};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        if (!slice_contains(state, states[i].words))
            continue;
        row[STATE] = value_str(states[i].words);
        row[CHARGING] = value_bool(states[i].charging);
        return;
    }
}

/* " -InternalBattery-0 (id=4653155)<tab>55%; discharging; 4:12 remaining present: true" */
static bool battery_row(struct slice line, struct value *row) {
    struct slice trimmed = slice_trim(line), rest, word;
    if (!slice_starts_with(trimmed, "-"))
        return false;
    size_t percent_at = slice_find_byte(trimmed, '%');
    if (percent_at == SLICE_NOT_FOUND)
        return false;
    size_t start = percent_at;
    while (start > 0 && trimmed.data[start - 1] >= '0' && trimmed.data[start - 1] <= '9')
        start--;
    int64_t percent = 0;
    if (!slice_to_int64(slice_sub(trimmed, start, percent_at - start), &percent))
        return false;
    rest = slice_from(trimmed, 1);
    if (slice_next_word(&rest, &word))
        row[BATTERY] = value_text(word);
    row[PERCENT] = value_integer(percent);
    rest = slice_from(trimmed, percent_at + 1);
    read_state(rest, row);
    while (slice_next_word(&rest, &word))
        if (slice_find_byte(word, ':') != SLICE_NOT_FOUND && word.data[0] >= '0' && word.data[0] <= '9')
            row[REMAINING] = value_text(word);
    return true;
}

static bool feed_pmset(struct feed *f, struct error *err) {
    struct text_lines lines;
    struct slice line, drawing = {0}, drawing_text = {0};
    int64_t drawing_line = 0;
    bool warning = false;
    size_t rows = 0;
    if (!output_lines(f, &lines, err))
        return false;
    while (text_lines_next(&lines, &line)) {
        struct slice before, after;
        struct value row[COLUMN_COUNT] = {0};
        if (slice_cut(line, "drawing from '", &before, &after)) {
            drawing = slice_sub(after, 0, slice_find_byte(after, '\''));
            drawing_text = slice_trim(line);
            drawing_line = lines.number;
        } else if (slice_contains(line, "Battery Warning")) {
            warning = true;
        } else if (battery_row(line, row)) {
            row[POWER_SOURCE] = value_text(drawing);
            row[WARNING] = value_bool(warning);
            row[FROM] = value_str("pmset");
            row[TEXT] = value_text(slice_trim(line));
            feed_row(f, &table_power, row, at_line(lines.number));
            rows++;
        }
    }
    if (rows == 0 && drawing.data) { /* a Mac without a battery */
        struct value row[COLUMN_COUNT] = {0};
        row[POWER_SOURCE] = value_text(drawing);
        row[FROM] = value_str("pmset");
        row[TEXT] = value_text(drawing_text);
        feed_row(f, &table_power, row, at_line(drawing_line));
        rows++;
    }
    return rows > 0 || output_unknown("pmset -g ps", err);
}

/* Charge: a percentage on Apple silicon and since macOS 12, before that two capacities in mAh. */
static struct value profiler_percent(const struct plist *charge) {
    struct value state = property_integer(plist_get(charge, "sppower_battery_state_of_charge"));
    struct value now = property_integer(plist_get(charge, "sppower_battery_current_capacity"));
    struct value full = property_integer(plist_get(charge, "sppower_battery_max_capacity"));
    if (state.type == VALUE_INTEGER || now.type != VALUE_INTEGER || full.type != VALUE_INTEGER)
        return state;
    if (full.integer <= 0 || now.integer < 0 || now.integer > INT32_MAX || full.integer > INT32_MAX)
        return value_null();
    return value_integer(now.integer * 100 / full.integer);
}

static const char *profiler_source(const struct plist *items) {
    for (size_t i = 0; i < property_count(items); i++) {
        const struct plist *item = &items->items[i];
        static const char *const sources[] = {"AC Power", "Battery Power", "UPS Power"};
        for (size_t s = 0; s < sizeof sources / sizeof *sources; s++) {
            struct value current = property_bool(plist_get(plist_get(item, sources[s]), "Current Power Source"));
            if (current.type == VALUE_INTEGER && current.integer)
                return sources[s];
        }
    }
    return NULL;
}

static bool feed_profiler(struct feed *f, struct error *err) {
    const struct plist *root;
    if (!property_list_read(f, &root, err))
        return false;
    const struct plist *items = property_profiler_items(root, "SPPowerDataType");
    const char *source = profiler_source(items);
    for (size_t i = 0; i < property_count(items); i++) {
        const struct plist *charge = plist_get(&items->items[i], "sppower_battery_charge_info");
        if (!charge)
            continue;
        struct value row[COLUMN_COUNT] = {0};
        struct value full = property_bool(plist_get(charge, "sppower_battery_fully_charged"));
        row[POWER_SOURCE] = value_str(source);
        row[BATTERY] = property_text(f->arena, plist_get(&items->items[i], "_name"));
        row[PERCENT] = profiler_percent(charge);
        row[CHARGING] = property_bool(plist_get(charge, "sppower_battery_is_charging"));
        if (full.type == VALUE_INTEGER && full.integer) {
            row[CHARGING] = value_bool(true);
            row[STATE] = value_str("charged");
        }
        row[WARNING] = property_bool(plist_get(charge, "sppower_battery_at_warn_level"));
        row[FROM] = value_str("system_profiler");
        if (row[PERCENT].type == VALUE_INTEGER)
            row[TEXT] = value_str(arena_printf(f->arena, "battery at %lld%%, %s", (long long)row[PERCENT].integer,
                                               source ? source : "power source not told"));
        feed_row(f, &table_power, row, property_origin(charge));
    }
    return true;
}

static bool feed_power(struct feed *f, struct error *err) {
    return strcmp(f->artefact->kind, "pmset_ps") == 0 ? feed_pmset(f, err) : feed_profiler(f, err);
}

const struct table table_power = {.name = "power",
                                  .doc = "Power source and battery charge",
                                  .columns = columns,
                                  .n_columns = COLUMN_COUNT,
                                  .artefacts = (const char *const[]){"pmset_ps", "system_profiler", NULL},
                                  .feed = feed_power};

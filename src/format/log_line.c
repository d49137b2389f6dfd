#include "format/log_line.h"

#include "format/log_cursor.h"
#include "format/log_stamp.h"

/*
 * Each style is a function that eats its head off a cursor; they are tried in the order of styles[] for the class of the line's first
 * byte. Examples (made up, forms from the sources named):
 *
 *   LOG_INSTALL         2019-04-09 13:41:10-07 mac softwareupdated[4958]: message
 *   LOG_SYSLOG          <116>Nov  9 17:07:20 mac installer[84098] <Info>: message
 *   LOG_WEEKDAY         Wed May 03 14:49:39 mac super[3414]: message
 *                       Thu Nov 14 20:36:37.222 <airportd[88]> message
 *                       Wed Aug 11 05:51:02 2021 [176] <notice> (0x16bae7000) message
 *   LOG_UNIFIED         2022-08-01 12:32:33.832547-0400 0x2824 Default 0x0 327 0 softwareupdated: (Library) [subsystem:category] message
 *   LOG_UNIFIED_SYSLOG  2020-08-09 21:07:53.855530+0200  localhost softwareupdated[2857]: (Library) [subsystem:category] message
 *   LOG_COMPACT         2023-05-04 05:17:50.669 Df softwareupdated[13719:87a5] [subsystem:category] message
 *   LOG_CONSOLE         default<tab>10:31:09.231234+0200<tab>softwareupdated<tab>message
 *   LOG_CONSOLE_OLD     12/22/14 10:55:47.123 softwareupdated[123]: message
 *   LOG_NSLOG           2022-06-08 20:04:11.203 UTM[4120:61a2] message
 *   LOG_LOGRUS          INFO[0002] message
 *   LOG_LOGFMT          time="2024-01-01T10:00:00+01:00" level=info msg="message"
 *   LOG_ISO             [2018-08-19T03:09:13.120Z] I santad: message
 *   LOG_CLOCK           00:32:33.914: message      [03:37:40.0534-GMT]{5>8} message
 *   LOG_TICKS           00000d5cf0bf6e71: message
 */

static const char *const style_names[LOG_STYLES] = {
    [LOG_UNDATED] = "undated", [LOG_INSTALL] = "install", [LOG_SYSLOG] = "syslog", [LOG_WEEKDAY] = "weekday",
    [LOG_UNIFIED] = "unified", [LOG_COMPACT] = "compact", [LOG_JSON] = "json",     [LOG_UNIFIED_SYSLOG] = "unified-syslog",
    [LOG_CONSOLE] = "console", [LOG_NSLOG] = "nslog",     [LOG_LOGRUS] = "logrus", [LOG_CONSOLE_OLD] = "console-old",
    [LOG_LOGFMT] = "logfmt",   [LOG_ISO] = "iso",         [LOG_CLOCK] = "clock",   [LOG_TICKS] = "ticks",
};

const char *log_style_name(enum log_style style) { return style < LOG_STYLES ? style_names[style] : "undated"; }

static struct slice head_part(struct slice s) { return slice_sub(s, 0, LOG_LINE_HEAD_MAX); }

/* --- the parts behind the time --- */

/* "(Library) [com.apple.subsystem:category] message": both may be absent. A bracket without a dotted subsystem belongs to the message. */
static void take_unified_rest(struct slice s, struct log_head *h) {
    struct slice before, after;
    eat_blanks(&s);
    if (peek(s) == '(' && slice_cut(head_part(s), ") ", &before, &after) && !slice_contains(before, "[")) {
        h->library = slice_from(before, 1);
        drop(&s, before.len + 2);
    }
    if (peek(s) == '[' && slice_cut(head_part(s), "]", &before, &after)) {
        struct slice subsystem, category;
        if (slice_cut(slice_from(before, 1), ":", &subsystem, &category) && slice_find_byte(subsystem, '.') != SLICE_NOT_FOUND &&
            slice_find_byte(subsystem, ' ') == SLICE_NOT_FOUND) {
            h->subsystem = subsystem;
            h->category = category;
            drop(&s, before.len + 1);
            (void)eat(&s, ' ');
        }
    }
    h->message = s;
}

/*
 * "process name[123]" or "process name[123:4af]": the first bracket with a number in it. `ret_after` starts behind the bracket. The name
 * is at most 64 bytes and holds no colon followed by a blank.
 */
static bool cut_process(struct slice s, struct slice *ret_name, int64_t *ret_pid, struct slice *ret_after) {
    struct slice part = slice_sub(s, 0, 192);
    for (size_t i = 0; i < part.len; i++) {
        if (part.data[i] == ':' && i + 1 < part.len && is_blank(part.data[i + 1]))
            return false;
        if (part.data[i] != '[' || i == 0)
            continue;
        struct slice at = slice_from(s, i + 1);
        int64_t pid = 0;
        if (!eat_number(&at, 1, 10, &pid))
            continue;
        if (eat(&at, ':'))
            while (at.len && is_hex(at.data[0]))
                drop(&at, 1);
        if (!eat(&at, ']'))
            continue;
        *ret_name = slice_trim(slice_sub(s, 0, i));
        *ret_pid = pid;
        *ret_after = at;
        return true;
    }
    return false;
}

/* "<Info>" in front of the colon, and launchd's "(com.apple.job[99])". */
static void take_level(struct slice *s, struct log_head *h) {
    struct slice before, after;
    struct slice at = *s;
    eat_blanks(&at);
    if (peek(at) == '<' && slice_cut(slice_sub(at, 0, 16), ">", &before, &after)) {
        h->level = slice_from(before, 1);
        drop(&at, before.len + 1);
        *s = at;
    }
    at = *s;
    eat_blanks(&at);
    if (peek(at) == '(' && slice_cut(head_part(at), "):", &before, &after)) {
        h->library = slice_from(before, 1);
        drop(&at, before.len + 1);
        *s = at;
    }
}

/*
 * "host process[1]: message", "process[1]: message", "host process: message", "message". A first word in front of more than a process
 * name is the host. `host_absent`: two blanks stood where the host would be.
 */
static void take_host_process(struct slice s, bool host_absent, struct log_head *h) {
    struct slice name, after, rest;
    h->message = s;
    if (cut_process(s, &name, &h->pid, &after)) {
        take_level(&after, h);
        (void)eat(&after, ':');
        (void)eat(&after, ' ');
        struct slice words = name, first = eat_word(&words);
        eat_blanks(&words);
        bool has_host = words.len && !host_absent;
        h->host = has_host ? first : slice_of(NULL, 0);
        h->process = has_host ? words : name;
        h->message = after;
        return;
    }
    /* Without a number: exactly two words, then a colon. */
    if (!slice_cut(slice_sub(s, 0, 128), ": ", &name, &after))
        return;
    rest = name;
    struct slice host = eat_word(&rest);
    if (eat_blanks(&rest) != 1 || rest.len == 0 || slice_find_byte(rest, ' ') != SLICE_NOT_FOUND ||
        slice_find_byte(host, ':') != SLICE_NOT_FOUND)
        return;
    h->host = host;
    h->process = rest;
    h->message = slice_from(s, name.len + 2);
}

static bool take_repeat(struct log_head *h) { return log_line_is_repeat(h->message, &h->repeated); }

/* --- styles that begin with an ISO date --- */

static bool is_word_of(struct slice s, const char *const *words) {
    for (; *words; words++)
        if (slice_is_nocase(s, *words))
            return true;
    return false;
}

static const char *const unified_types[] = {"Default",    "Info", "Debug",     "Error", "Fault", "Activity", "Signpost",
                                            "UserAction", "Loss", "Statedump", "Trace", "State", "Timesync", NULL};

/* " 0x2824     Default     0x0                  327    0    process: rest" */
static bool parse_unified(struct slice s, struct log_head *h) {
    struct slice before, after, word;
    if (eat_blanks(&s) == 0 || !slice_starts_with(s, "0x"))
        return false;
    (void)eat_word(&s);
    eat_blanks(&s);
    word = eat_word(&s);
    if (!is_word_of(word, unified_types))
        return false;
    h->level = word;
    eat_blanks(&s);
    if (!slice_starts_with(s, "0x"))
        return false;
    (void)eat_word(&s);
    eat_blanks(&s);
    if (!eat_number(&s, 1, 10, &h->pid))
        return false;
    eat_blanks(&s);
    int64_t time_to_live = 0;
    (void)eat_number(&s, 1, 10, &time_to_live);
    eat_blanks(&s);
    h->style = LOG_UNIFIED;
    h->message = s;
    if (slice_cut(slice_sub(s, 0, 256), ":", &before, &after)) {
        h->process = before;
        take_unified_rest(slice_from(s, before.len + 1), h);
    }
    return true;
}

static const struct {
    const char *abbreviation, *level;
} compact_types[] = {{"Df", "Default"}, {"I", "Info"},     {"Db", "Debug"},  {"E", "Error"},
                     {"F", "Fault"},    {"A", "Activity"}, {"S", "Signpost"}};

/* " Df softwareupdated[13719:87a5] rest" */
static bool parse_compact(struct slice s, struct log_head *h) {
    struct slice after;
    if (eat_blanks(&s) == 0)
        return false;
    struct slice type = eat_word(&s);
    size_t i = 0, n = sizeof compact_types / sizeof *compact_types;
    while (i < n && !slice_is(type, compact_types[i].abbreviation))
        i++;
    if (i == n || eat_blanks(&s) == 0 || !cut_process(s, &h->process, &h->pid, &after))
        return false;
    h->style = LOG_COMPACT;
    h->level = slice_str(compact_types[i].level);
    take_unified_rest(after, h);
    return true;
}

/* " process[pid:thread] message", without a colon behind the bracket */
static bool parse_nslog(struct slice s, struct log_head *h) {
    struct slice after, name;
    int64_t pid = 0;
    if (eat_blanks(&s) != 1 || !cut_process(s, &name, &pid, &after) || !eat(&after, ' '))
        return false;
    size_t bracket = name.len;
    if (slice_find_byte(slice_sub(s, bracket, s.len - after.len - bracket), ':') == SLICE_NOT_FOUND)
        return false;
    h->style = LOG_NSLOG;
    h->process = name;
    h->pid = pid;
    h->message = after;
    return true;
}

/* " | IntuneMDM-Daemon | I | 1162 | Class | message": columns with bars. Fewer columns: only a message. */
static bool parse_bars(struct slice s, struct log_head *h) {
    struct slice column, rest;
    if (!eat_text(&s, " | "))
        return false;
    h->style = LOG_ISO;
    h->message = s;
    if (!slice_cut(slice_sub(s, 0, 128), " | ", &column, &rest))
        return true;
    struct slice level_and_on = slice_from(s, column.len + 3);
    if (level_and_on.len < 4 || memcmp(level_and_on.data + 1, " | ", 3) != 0)
        return true;
    h->process = column;
    h->level = slice_sub(level_and_on, 0, 1);
    h->message = slice_from(level_and_on, 4);
    return true;
}

/* "2019-04-09 13:41:10-07 host process[1]: message" and its two relations */
static bool parse_install(struct slice s, size_t fraction_digits, struct log_head *h) {
    size_t blanks = eat_blanks(&s);
    if (!h->zone_known || blanks == 0)
        return false;
    take_host_process(s, blanks > 1 && fraction_digits == 0, h);
    bool unified = fraction_digits == 6 && h->process.len;
    if (fraction_digits && !unified)
        return false;
    h->style = unified ? LOG_UNIFIED_SYSLOG : LOG_INSTALL;
    if (unified)
        take_unified_rest(h->message, h);
    (void)take_repeat(h);
    return true;
}

static const char *const level_words[] = {"I",     "E",       "W",     "D",     "N",      "INFO",     "ERROR", "WARN",
                                          "DEBUG", "WARNING", "FATAL", "TRACE", "NOTICE", "CRITICAL", NULL};

/* "] I santad: message", " INFO message", " message" */
static void parse_iso_rest(struct slice s, struct log_head *h) {
    struct slice before, after;
    h->style = LOG_ISO;
    (void)eat(&s, ']');
    (void)eat(&s, ':');
    eat_blanks(&s);
    struct slice rest = s, word = eat_word(&rest);
    if (is_word_of(word, level_words)) {
        h->level = word;
        eat_blanks(&rest);
        s = rest;
    }
    h->message = s;
    if (!slice_cut(slice_sub(s, 0, 64), ": ", &before, &after) || slice_find_byte(before, ' ') != SLICE_NOT_FOUND || before.len == 0)
        return;
    if (!cut_process(before, &h->process, &h->pid, &after))
        h->process = before;
    h->message = slice_from(s, before.len + 2);
}

static void reset_parts(struct log_head *h) {
    h->host = h->process = h->level = h->library = h->subsystem = h->category = h->message = slice_of(NULL, 0);
    h->pid = -1;
}

static bool parse_iso_family(struct slice s, struct log_head *h) {
    size_t digits = 0;
    bool bracket = eat(&s, '[');
    if (!log_stamp_eat_iso_date(&s, h) || (!eat(&s, ' ') && !eat(&s, 'T')) || !log_stamp_eat_clock(&s, h, &digits))
        return false;
    log_stamp_eat_zone(&s, h);
    struct slice spaced = s;
    if (!h->zone_known && eat(&spaced, ' ') && (peek(spaced) == '+' || peek(spaced) == '-')) {
        log_stamp_eat_zone(&spaced, h);
        if (h->zone_known)
            s = spaced;
    }
    if (!bracket && digits == 0 && parse_install(s, digits, h)) /* by far the most frequent */
        return true;
    reset_parts(h);
    if (!bracket && (parse_unified(s, h) || (reset_parts(h), parse_compact(s, h)) || (reset_parts(h), parse_bars(s, h))))
        return true;
    reset_parts(h);
    if (!bracket && (parse_nslog(s, h) || (reset_parts(h), parse_install(s, digits, h))))
        return true;
    reset_parts(h);
    parse_iso_rest(s, h);
    return true;
}

/* --- styles that begin with a name of a month or a day --- */

static bool parse_syslog(struct slice s, struct log_head *h) {
    size_t digits = 0;
    int64_t priority = 0;
    if (eat(&s, '<') && (!eat_number(&s, 1, 3, &priority) || !eat(&s, '>')))
        return false;
    if (!log_stamp_eat_month_day(&s, h))
        return false;
    bool munki = log_stamp_eat_year(&s, h);
    if (!log_stamp_eat_clock(&s, h, &digits))
        return false;
    struct slice zone = s;
    if (munki && eat(&zone, ' ') && (peek(zone) == '+' || peek(zone) == '-')) {
        log_stamp_eat_zone(&zone, h);
        s = zone;
    }
    size_t blanks = eat_blanks(&s);
    if (blanks == 0)
        return false;
    h->style = LOG_SYSLOG;
    h->message = s;
    if (munki || take_repeat(h))
        return true;
    take_host_process(s, blanks > 1, h);
    (void)take_repeat(h);
    return true;
}

/* "<airportd[88]> message" (wifi.log) and "[176] <notice> (0x16bae7000) message" (mobile installation log) */
static bool take_angle_process(struct slice s, struct log_head *h) {
    struct slice before, after;
    if (peek(s) == '<' && slice_cut(slice_sub(s, 0, 96), "> ", &before, &after)) {
        if (!cut_process(slice_from(before, 1), &h->process, &h->pid, &after))
            h->process = slice_from(before, 1);
        h->message = slice_from(s, before.len + 2);
        return true;
    }
    if (!eat(&s, '[') || !eat_number(&s, 1, 10, &h->pid) || !eat_text(&s, "] <"))
        return false;
    if (!slice_cut(slice_sub(s, 0, 32), "> ", &before, &after))
        return false;
    h->level = before;
    h->message = slice_from(s, before.len + 2);
    return true;
}

static bool parse_weekday(struct slice s, struct log_head *h) {
    size_t digits = 0;
    if (!log_stamp_eat_weekday(&s, h))
        return false;
    if (!eat(&s, ' ') || !log_stamp_eat_month_day(&s, h) || !log_stamp_eat_clock(&s, h, &digits) || !eat(&s, ' '))
        return false;
    log_stamp_eat_zone_name(&s, h);
    (void)log_stamp_eat_year(&s, h);
    h->style = LOG_WEEKDAY;
    h->message = s;
    if (take_repeat(h) || take_angle_process(s, h))
        return true;
    if (!h->year_known)
        take_host_process(s, false, h);
    (void)take_repeat(h);
    return true;
}

/* --- Console, Go, restore logs --- */

/* Columns behind type and time, parted by tabs: numbers are process or activity, a dotted name without blanks a subsystem. */
static void take_console_columns(struct slice s, struct log_head *h) {
    struct slice column, rest;
    while (slice_cut(s, "\t", &column, &rest)) {
        column = slice_trim(column);
        int64_t number = 0;
        bool dotted = slice_starts_with(column, "com.") && slice_find_byte(column, ' ') == SLICE_NOT_FOUND;
        if (slice_starts_with(column, "0x") || column.len == 0)
            number = 0; /* thread or activity */
        else if (is_digit(peek(column)) && slice_to_int64(column, &number))
            h->pid = h->pid < 0 && number > 0 ? number : h->pid;
        else if (h->process.len == 0)
            h->process = column;
        else if (dotted && h->subsystem.len == 0)
            h->subsystem = column;
        else if (h->subsystem.len && h->category.len == 0 && slice_find_byte(column, ' ') == SLICE_NOT_FOUND)
            h->category = column;
        else
            break;
        s = rest;
    }
    h->message = s;
}

static bool parse_console(struct slice s, struct log_head *h) {
    size_t digits = 0;
    struct slice word = eat_word(&s);
    if (!is_word_of(word, unified_types))
        return false;
    bool tab = peek(s) == '\t';
    if (eat_blanks(&s) == 0)
        return false;
    if (log_stamp_eat_iso_date(&s, h) && eat_blanks(&s) == 0)
        return false;
    if (!log_stamp_eat_clock(&s, h, &digits))
        return false;
    log_stamp_eat_zone(&s, h);
    if (eat_blanks(&s) == 0)
        return false;
    h->style = LOG_CONSOLE;
    h->level = word;
    if (tab) {
        take_console_columns(s, h);
        return true;
    }
    h->process = eat_word(&s);
    eat_blanks(&s);
    h->message = s;
    return true;
}

/* "12/22/14 10:55:47.123 process[123]: message", "10/13/21 07:57:42.865446 pid=69 message": month first unless that is impossible */
static bool parse_console_old(struct slice s, struct log_head *h) {
    size_t digits = 0;
    int first = 0, second = 0, year = 0;
    if (!eat_int(&s, 1, 2, &first) || (!eat(&s, '/') && !eat(&s, '.')) || !eat_int(&s, 1, 2, &second) || (!eat(&s, '/') && !eat(&s, '.')) ||
        !eat_int(&s, 2, 4, &year) || eat_blanks(&s) == 0 || !log_stamp_eat_clock(&s, h, &digits) || eat_blanks(&s) == 0)
        return false;
    bool day_first = first > 12;
    h->civil.month = day_first ? second : first;
    h->civil.day = day_first ? first : second;
    h->civil.year = year < 100 ? 2000 + year : year;
    if (!log_stamp_date_possible(&h->civil) || h->civil.year < 1970 || h->civil.year > 2200)
        return false;
    h->date_known = h->year_known = true;
    h->date_order_guessed = first <= 12 && second <= 12 && first != second;
    h->style = LOG_CONSOLE_OLD;
    struct slice pid = s;
    if (eat_text(&pid, "pid=") && eat_number(&pid, 1, 10, &h->pid) && eat(&pid, ' '))
        h->message = pid;
    else
        take_host_process(s, true, h);
    return true;
}

static const char *const logrus_levels[] = {"INFO", "WARN", "ERRO", "FATA", "DEBU", "TRAC", "PANI", NULL};

static bool parse_logrus(struct slice s, struct log_head *h) {
    int64_t seconds = 0;
    struct slice level = slice_sub(s, 0, 4);
    if (!is_word_of(level, logrus_levels))
        return false;
    drop(&s, 4);
    if (!eat(&s, '[') || !eat_number(&s, 4, 9, &seconds) || !eat(&s, ']'))
        return false;
    (void)eat(&s, ' ');
    h->style = LOG_LOGRUS;
    h->level = level;
    h->message = s;
    return true;
}

static bool parse_logfmt(struct slice s, struct log_head *h) {
    size_t digits = 0;
    if (!eat_text(&s, "time=\"") || !log_stamp_eat_iso_date(&s, h) || !eat(&s, 'T') || !log_stamp_eat_clock(&s, h, &digits))
        return false;
    log_stamp_eat_zone(&s, h);
    if (!eat_text(&s, "\" level="))
        return false;
    h->style = LOG_LOGFMT;
    h->level = eat_word(&s);
    eat_blanks(&s);
    if (eat_text(&s, "msg=\"") && s.len && s.data[s.len - 1] == '"')
        s.len--;
    h->message = s;
    return true;
}

/* "00:32:33.914: message" and "[03:37:40.0534-GMT]{5>8} message" */
static bool parse_clock(struct slice s, struct log_head *h) {
    size_t digits = 0;
    bool bracket = eat(&s, '[');
    if (!log_stamp_eat_clock(&s, h, &digits) || digits == 0)
        return false;
    if (eat_text(&s, "-GMT"))
        h->zone_known = true;
    if (bracket ? !eat(&s, ']') : !eat(&s, ':'))
        return false;
    struct slice before, after;
    if (bracket && peek(s) == '{' && slice_cut(slice_sub(s, 0, 16), "}", &before, &after))
        drop(&s, before.len + 1);
    (void)eat(&s, ' ');
    h->style = LOG_CLOCK;
    h->message = s;
    return true;
}

static bool parse_ticks(struct slice s, struct log_head *h) {
    (void)eat_text(&s, "0x");
    size_t n = 0;
    while (n < s.len && is_hex(s.data[n]))
        n++;
    if ((n != 8 && n != 16) || n == s.len)
        return false;
    drop(&s, n);
    (void)eat(&s, ':');
    if (eat_blanks(&s) == 0)
        return false;
    h->style = LOG_TICKS;
    h->message = s;
    return true;
}

enum first_byte { FIRST_DIGIT = 1, FIRST_UPPER = 2, FIRST_LOWER = 4, FIRST_ANGLE = 8, FIRST_BRACKET = 16 };

static const struct {
    unsigned first; /* enum first_byte, or-ed */
    unsigned needs; /* of `allow` */
    bool (*parse)(struct slice line, struct log_head *h);
} styles[] = {
    {FIRST_DIGIT | FIRST_BRACKET, 0, parse_iso_family},
    {FIRST_UPPER | FIRST_ANGLE, 0, parse_syslog},
    {FIRST_UPPER, 0, parse_weekday},
    {FIRST_UPPER | FIRST_LOWER, 0, parse_console},
    {FIRST_UPPER, 0, parse_logrus},
    {FIRST_DIGIT, 0, parse_console_old},
    {FIRST_DIGIT | FIRST_BRACKET, 0, parse_clock},
    {FIRST_LOWER, 0, parse_logfmt},
    {FIRST_DIGIT | FIRST_LOWER | FIRST_UPPER, LOG_LINE_ALLOW_TICKS, parse_ticks},
};

static unsigned class_of(uint8_t c) {
    if (is_digit(c))
        return FIRST_DIGIT;
    if (is_upper(c))
        return FIRST_UPPER;
    if (is_lower(c))
        return FIRST_LOWER;
    return c == '<' ? FIRST_ANGLE : c == '[' ? FIRST_BRACKET : 0;
}

bool log_line_parse(struct slice line, unsigned allow, struct log_head *ret_head) {
    struct slice s = line;
    /* What a power loss or a joined file can leave in front of a head. */
    while (s.len && (s.data[0] == 0 || slice_starts_with(s, "\xEF\xBB\xBF")))
        drop(&s, s.data[0] == 0 ? 1 : 3);
    unsigned first = class_of(peek(s));
    for (size_t i = 0; first && i < sizeof styles / sizeof *styles; i++) {
        if (!(styles[i].first & first) || (styles[i].needs & ~allow))
            continue;
        *ret_head = (struct log_head){.pid = -1};
        if (styles[i].parse(s, ret_head))
            return true;
    }
    *ret_head = (struct log_head){.style = LOG_UNDATED, .pid = -1, .message = line};
    return false;
}

/* "2024-05-13 09:00:03": parse_iso_family takes each such line. */
static bool is_iso_stamp(struct slice line) {
    static const char form[] = "0000-00-00 00:00:00";
    if (line.len < sizeof form - 1)
        return false;
    for (size_t i = 0; form[i]; i++)
        if (form[i] == '0' ? !is_digit(line.data[i]) : line.data[i] != (uint8_t)form[i])
            return false;
    return true;
}

bool log_line_has_head(struct slice line, unsigned allow) {
    struct log_head h;
    struct slice part = line;
    size_t digits = 0;
    if (!is_iso_stamp(line))
        return log_line_parse(line, allow, &h);
    h = (struct log_head){.pid = -1};
    if (log_stamp_eat_iso_date(&part, &h) && eat(&part, ' ') && log_stamp_eat_clock(&part, &h, &digits))
        return true;
    return log_line_parse(line, allow, &h);
}

/* `log show` of macOS 10.12 to 26. */
static const char *const headers[] = {"Filtering the log data using ",
                                      "Timestamp  ",
                                      "Skipping info and debug messages",
                                      "Skipping debug messages",
                                      "Skipping info messages",
                                      "Log      - Default:",
                                      "Activity - Create:"};

static bool is_rule(struct slice line) {
    uint8_t c = peek(line);
    if ((c != '=' && c != '-') || line.len < 60)
        return false;
    for (size_t i = 0; i < line.len; i++)
        if (line.data[i] != c)
            return false;
    return true;
}

bool log_line_is_header(struct slice line) {
    line = slice_trim(line);
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (slice_starts_with(line, headers[i]))
            return true;
    return is_rule(line);
}

bool log_line_is_repeat(struct slice line, int64_t *ret_count) {
    int64_t count = 0;
    line = slice_trim(line);
    if (!eat_text(&line, "--- last message repeated ") || !eat_number(&line, 1, 9, &count) || !eat_text(&line, " time"))
        return false;
    *ret_count = count;
    return true;
}

bool log_head_time(const struct log_head *h, int64_t *ret_ns) {
    int64_t ns = 0;
    if (!h->date_known || !h->year_known || !h->zone_known || !h->time_known || !timestamp_from_civil(&h->civil, &ns))
        return false;
    *ret_ns = ns - (int64_t)h->zone_minutes * 60 * NS_PER_SECOND;
    return true;
}

#include "format/log_scan.h"

#include "format/log_hold.h"
#include "format/log_json.h"
#include "format/log_when.h"

enum {
    STEP = 128 << 10,                            /* text taken into the window at once */
    WINDOW_LIMIT = 4 * (STEP + LOG_SCAN_RECORD), /* what can wait in it, and room */
    SAMPLE = 16 << 10,                           /* a head is looked at this often, to see the years turn */
    WRAP_BLANKS = 21,                            /* in front of a wrapped line of a restore log */
    OPEN_LINES = 400,                            /* lines that an open bracket can hold together in tool output */
};

enum mode { MODE_UNKNOWN, MODE_HEADS, MODE_LINES, MODE_JSON };

struct log_scan {
    struct log_scan_options options;
    log_scan_record *record;
    void *context;
    enum mode mode;
    unsigned allow;       /* of log_line_parse */
    struct buffer window; /* text not given out yet */
    size_t wanted;        /* no use in looking before the window holds as much */
    size_t from;          /* in the window: records before it have been given out */
    size_t searched;      /* in the window: no literal starts before it, from `from` on */
    size_t sampled;       /* in the window */
    size_t counted;       /* in the window: `line` is the number of the line it is in */
    int64_t line;
    int64_t cut;
    int64_t last_time; /* of the last record given out */
    struct log_when when;
    struct log_hold held;
    struct buffer joined, decoded; /* of a wrapped record, of a JSON entry */
    bool stopped;
};

typedef uint8_t lanes __attribute__((vector_size(16)));

/* Of whole lanes, at most 255 of them: each lane counts for itself. */
static size_t count_in_lanes(const uint8_t *p, size_t count) {
    lanes seen = {0}, line_end = seen + (uint8_t)'\n', part;
    size_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        memcpy(&part, p + i * sizeof part, sizeof part);
        seen -= (lanes)(part == line_end); /* true is -1 */
    }
    for (size_t i = 0; i < sizeof seen; i++)
        sum += seen[i];
    return sum;
}

size_t log_scan_count_lines(struct slice text) {
    size_t count = 0;
    while (text.len >= sizeof(lanes)) {
        size_t whole = text.len / sizeof(lanes) < 255 ? text.len / sizeof(lanes) : 255;
        count += count_in_lanes(text.data, whole);
        text = slice_from(text, whole * sizeof(lanes));
    }
    for (size_t i = 0; i < text.len; i++)
        count += text.data[i] == '\n';
    return count;
}

struct log_scan *log_scan_new(struct arena *arena, const struct log_scan_options *options, log_scan_record *record, void *context) {
    struct log_scan *s = arena_alloc(arena, sizeof *s);
    if (!s)
        return NULL;
    s->options = *options;
    s->record = record;
    s->context = context;
    s->allow = options->ticks ? LOG_LINE_ALLOW_TICKS : 0;
    s->window = buffer_with_limit(WINDOW_LIMIT);
    s->wanted = LOG_SCAN_SNIFF;
    s->line = 1;
    s->last_time = TIMESTAMP_NONE;
    s->when = log_when_start(options->modified);
    s->held = log_hold_with_limit(LOG_SCAN_HELD);
    s->joined = buffer_with_limit(LOG_SCAN_RECORD);
    s->decoded = buffer_with_limit(2 * LOG_SCAN_RECORD);
    return s;
}

void log_scan_free(struct log_scan *s) {
    if (!s)
        return;
    buffer_free(&s->window);
    buffer_free(&s->joined);
    buffer_free(&s->decoded);
    log_hold_free(&s->held);
}

int64_t log_scan_lines(const struct log_scan *s) { return s->line; }

int64_t log_scan_cut(const struct log_scan *s) { return s->cut; }

/* --- giving records out --- */

/* Number of the line that the place in the window is in. Places must not go back. */
static int64_t line_at(struct log_scan *s, size_t place) {
    s->line += (int64_t)log_scan_count_lines(slice_sub(buffer_slice(&s->window), s->counted, place - s->counted));
    s->counted = place;
    return s->line;
}

/* Takes a repeat marker off the end of the message. */
static void take_repeat(struct log_record *r) {
    for (size_t i = r->message.len; i > 0; i--) {
        if (r->message.data[i - 1] != '\n')
            continue;
        if (log_line_is_repeat(slice_from(r->message, i), &r->repeated))
            r->message.len = i - 1;
        return;
    }
}

static struct log_record record_of(struct slice raw, const struct log_head *h, int64_t line) {
    struct log_record r = {.raw = raw,
                           .message = h->message,
                           .process = h->process,
                           .host = h->host,
                           .level = h->level,
                           .library = h->library,
                           .subsystem = h->subsystem,
                           .category = h->category,
                           .pid = h->pid,
                           .line = line,
                           .repeated = h->repeated,
                           .style = h->style};
    if (r.message.len)
        take_repeat(&r);
    while (r.message.len && r.message.data[r.message.len - 1] == '\r')
        r.message.len--;
    return r;
}

static void give(struct log_scan *s, struct log_record *r, const struct log_head *h, int turn) {
    r->time = log_when_time(&s->when, h, turn);
    bool timeless = h->style == LOG_UNDATED || h->style == LOG_LOGRUS || h->style == LOG_TICKS;
    if (timeless && s->mode != MODE_HEADS)
        r->time = s->last_time; /* not before the line above it; with heads, the line above was not looked at */
    r->dated = h->date_known && h->year_known && h->zone_known && h->time_known && !h->date_order_guessed;
    r->zone_known = h->zone_known || s->when.zone_known;
    r->zone_minutes = h->zone_known ? h->zone_minutes : s->when.zone_known ? s->when.zone_minutes : 0;
    s->last_time = r->time;
    if (!s->stopped && !s->record(s->context, r))
        s->stopped = true;
}

/* The head of a record's first line; its message goes on to the end of the record. */
static struct log_head head_of(const struct log_scan *s, struct slice raw) {
    struct log_head h;
    struct slice first = slice_sub(raw, 0, slice_find_byte(raw, '\n'));
    if (log_line_parse(first, s->allow, &h))
        h.message.len += raw.len - first.len;
    else
        h.message = raw;
    return h;
}

static void give_held(struct log_scan *s) {
    size_t count = log_hold_count(&s->held);
    for (size_t i = 0; i < count && !s->stopped; i++) {
        struct log_held held = log_hold_at(&s->held, i);
        struct log_head h = head_of(s, held.raw);
        struct log_record r = record_of(held.raw, &h, held.line);
        if (held.message.len)
            r.message = held.message;
        give(s, &r, &h, held.turn);
    }
    log_hold_clear(&s->held);
}

/* Gives the record out now, or holds it back until the year is known. `message`: where it is not a part of raw. */
static void give_or_hold(struct log_scan *s, struct slice raw, struct slice message, const struct log_head *h, int64_t line) {
    log_when_see(&s->when, h);
    if (log_when_is_anchored(&s->when) && log_hold_count(&s->held))
        give_held(s);
    bool waits = !log_when_is_anchored(&s->when) && (log_hold_count(&s->held) || log_when_needs_year(h));
    struct log_held held = {.raw = raw, .message = message, .line = line, .turn = s->when.turn};
    if (waits && log_hold_add(&s->held, &held))
        return;
    if (waits) {
        log_when_end(&s->when);
        give_held(s);
    }
    struct log_record r = record_of(raw, h, line);
    if (message.len)
        r.message = message;
    give(s, &r, h, s->when.turn);
}

static struct slice without_line_ends(struct slice s) {
    while (s.len && (s.data[s.len - 1] == '\n' || s.data[s.len - 1] == '\r'))
        s.len--;
    return s;
}

static bool is_continued_wrapped(struct slice line) {
    if (line.len <= WRAP_BLANKS)
        return false;
    for (size_t i = 0; i < WRAP_BLANKS; i++)
        if (line.data[i] != ' ')
            return false;
    return true;
}

/* The message with its wrapped lines joined; empty when none is wrapped. */
static struct slice join_wrapped(struct log_scan *s, const struct log_head *h) {
    struct slice rest = h->message, line;
    bool wrapped = false;
    if (h->style != LOG_CLOCK || slice_find_byte(rest, '\n') == SLICE_NOT_FOUND)
        return slice_of(NULL, 0);
    buffer_clear(&s->joined);
    while (slice_next_line(&rest, &line)) {
        bool continued = s->joined.len && is_continued_wrapped(line);
        wrapped |= continued;
        if (s->joined.len && !continued)
            buffer_add_byte(&s->joined, '\n');
        buffer_append(&s->joined, continued ? slice_from(line, WRAP_BLANKS) : line);
    }
    return wrapped && buffer_ok(&s->joined) ? buffer_slice(&s->joined) : slice_of(NULL, 0);
}

static bool has_needle(const struct log_scan *s, struct slice text) {
    size_t at = 0, which = 0;
    if (!s->options.needles)
        return true;
    struct needles_search search = needles_search(s->options.needles, text);
    return needles_next(&search, 0, &at, &which);
}

/* A record from `start` to `end` of the window; `known`: it has a needle. */
static void deliver(struct log_scan *s, size_t start, size_t end, bool known) {
    struct slice raw = without_line_ends(slice_sub(buffer_slice(&s->window), start, end - start));
    s->from = end;
    if (slice_trim(raw).len == 0)
        return;
    struct log_head h = head_of(s, raw);
    struct slice message = join_wrapped(s, &h);
    if (!known && !has_needle(s, raw) && !(message.len && has_needle(s, message))) {
        if (h.date_known)
            log_when_see(&s->when, &h);
        return;
    }
    give_or_hold(s, raw, message, &h, line_at(s, start));
}

/* --- where records begin and end --- */

static size_t line_start(struct slice text, size_t at, size_t floor) {
    while (at > floor && text.data[at - 1] != '\n')
        at--;
    return at;
}

static size_t next_line(struct slice text, size_t at) {
    size_t end = slice_find_byte(slice_from(text, at), '\n');
    return end == SLICE_NOT_FOUND ? text.len : at + end + 1;
}

static struct slice line_from(struct slice text, size_t start) {
    struct slice rest = slice_from(text, start);
    return slice_sub(rest, 0, slice_find_byte(slice_sub(rest, 0, 2 * LOG_LINE_HEAD_MAX), '\n'));
}

static bool is_head(const struct log_scan *s, struct slice line) { return log_line_has_head(line, s->allow); }

/* Lines with a blank, a bracket or a quote in front are never heads or headers, and most continuations are such. */
static bool may_begin(struct slice line) {
    uint8_t c = line.len ? line.data[0] : ' ';
    return c != ' ' && c != '\t' && c != ')' && c != '}' && c != '"';
}

/* Does the message of the line that begins at `start` begin behind `at`? A literal in a head ("softwareupdated[99]:") is not looked for.
 * *ret_message is where it begins. */
static bool is_in_head(const struct log_scan *s, struct slice text, size_t start, size_t at, size_t *ret_message) {
    struct log_head h;
    if (at - start >= LOG_LINE_HEAD_MAX)
        return false;                       /* or so far in it that looking is not worth it */
    for (size_t i = at; i > start + 1; i--) /* mostly a literal stands right behind the head */
        if (text.data[i - 1] == ' ' && text.data[i - 2] == ':')
            return false;
    if (!log_line_parse(line_from(text, start), s->allow, &h) || !h.message.data)
        return false;
    *ret_message = (size_t)(h.message.data - text.data);
    return *ret_message > at;
}

/* The start of the record that `at` is in: back to a head, or to behind a header, the floor or the limit. *ret_header: `at` is in a
 * header line. */
static size_t record_start(const struct log_scan *s, struct slice text, size_t at, bool *ret_header) {
    size_t start = line_start(text, at, s->from);
    *ret_header = may_begin(line_from(text, start)) && log_line_is_header(line_from(text, start));
    while (!*ret_header && start > s->from && at - start < LOG_SCAN_RECORD) {
        struct slice line = line_from(text, start);
        if (may_begin(line) && is_head(s, line))
            break;
        size_t before = line_start(text, start - 1, s->from);
        struct slice line_before = line_from(text, before);
        if (may_begin(line_before) && log_line_is_header(line_before))
            break;
        start = before;
    }
    return start;
}

/* The end of the record from `start` on, looking from `at` on. False: the window ends before it is known. */
static bool record_end(const struct log_scan *s, struct slice text, size_t start, size_t at, bool final, size_t *ret_end) {
    size_t end = next_line(text, at);
    while (end < text.len && end - start < LOG_SCAN_RECORD) {
        struct slice line = line_from(text, end);
        bool whole = final || end + line.len < text.len || line.len >= LOG_LINE_HEAD_MAX;
        if (!whole)
            return false;
        if (may_begin(line) && (is_head(s, line) || log_line_is_header(line)))
            break;
        end = next_line(text, end);
    }
    if (end - start > LOG_SCAN_RECORD)
        end = start + LOG_SCAN_RECORD;
    *ret_end = end;
    return final || end < text.len || end - start >= LOG_SCAN_RECORD;
}

/* --- a log with heads --- */

/* Shows the heads of every SAMPLE bytes before `until` to log_when. */
static void sample(struct log_scan *s, struct slice text, size_t until) {
    while (s->sampled < until) {
        size_t at = s->sampled ? next_line(text, s->sampled) : 0;
        s->sampled += SAMPLE;
        struct log_head h;
        if (at >= until || !log_line_parse(line_from(text, at), s->allow, &h))
            continue;
        log_when_see(&s->when, &h);
        if (log_when_is_anchored(&s->when) && log_hold_count(&s->held))
            give_held(s);
    }
}

/* Every record, one behind the other. */
static void scan_all_heads(struct log_scan *s, bool final) {
    struct slice text = buffer_slice(&s->window);
    size_t end = 0;
    while (s->from < text.len && !s->stopped) {
        struct slice line = line_from(text, s->from);
        if (log_line_is_header(line) && (final || s->from + line.len < text.len)) {
            s->from = next_line(text, s->from);
            continue;
        }
        if (!record_end(s, text, s->from, s->from, final, &end))
            break;
        s->cut += end - s->from >= LOG_SCAN_RECORD;
        deliver(s, s->from, end, true);
    }
}

static void scan_heads(struct log_scan *s, bool final) {
    struct slice text = buffer_slice(&s->window);
    size_t longest = needles_longest(s->options.needles), at = 0, which = 0, end = 0;
    bool header = false;
    struct needles_search search = needles_search(s->options.needles, text);
    while (!s->stopped && needles_next(&search, s->searched, &at, &which)) {
        size_t line = line_start(text, at, s->from), message = 0;
        if (is_in_head(s, text, line, at, &message)) {
            s->searched = message;
            continue;
        }
        size_t start = record_start(s, text, at, &header);
        sample(s, text, start);
        if (header) {
            if (!final && next_line(text, at) == text.len)
                break;
            s->searched = s->from = next_line(text, at);
            continue;
        }
        if (!record_end(s, text, start, at, final, &end)) {
            s->searched = at;
            return;
        }
        s->cut += end - start >= LOG_SCAN_RECORD;
        deliver(s, start, end, true);
        s->searched = end;
    }
    /* A literal may be cut by the end of the window. */
    size_t safe = text.len >= longest ? text.len - longest + 1 : 0;
    if (s->searched < safe)
        s->searched = safe;
    if (final)
        s->searched = text.len;
    size_t keep = record_start(s, text, s->searched < text.len ? s->searched : text.len, &header);
    sample(s, text, keep);
    if (keep > s->from)
        s->from = final ? text.len : keep;
}

/* --- output of tools --- */

static int brackets(struct slice line) {
    int open = 0;
    for (size_t i = 0; i < line.len; i++)
        open += (line.data[i] == '{' || line.data[i] == '(') - (line.data[i] == '}' || line.data[i] == ')');
    return open;
}

/* How many brackets are open behind the line; `depth` were before it. Only a line that opens a dump begins to count. */
static int depth_behind(struct slice line, int depth) {
    struct slice trimmed = slice_trim(line);
    if (depth == 0 && !slice_ends_with(trimmed, "{") && !slice_ends_with(trimmed, "(") && !slice_contains(line, "UserInfo={"))
        return 0;
    depth += brackets(line);
    return depth > 0 ? depth : 0;
}

/* Does the line open a dump in base64, or go on with one? (format/tss_text.h) */
static bool opens_base64(struct slice line) { return slice_ends_with(slice_trim(line), "<<<<<") || slice_contains(line, "PD94bWwg"); }

static bool is_base64(struct slice line) {
    struct slice text = slice_trim(line);
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '='))
            return false;
    }
    return text.len > 0;
}

static bool joins(const struct log_scan *s, const struct log_head *first, struct slice line, int depth) {
    int64_t count = 0;
    if (line.len == 0)
        return false;
    if (may_begin(line) && (is_head(s, line) || log_line_is_header(line)))
        return false;
    if (depth > 0 || log_line_is_repeat(line, &count))
        return true;
    return first->style != LOG_UNDATED && !may_begin(line);
}

/* End of the line; a lone CR ends one too, since tools draw their progress over itself. */
static size_t tool_line_end(struct slice text, size_t at, size_t *ret_next) {
    size_t end = at;
    while (end < text.len && text.data[end] != '\n' && text.data[end] != '\r')
        end++;
    size_t next = end;
    while (next < text.len && text.data[next] == '\r')
        next++;
    *ret_next = next < text.len && text.data[next] == '\n' ? next + 1 : next;
    return end;
}

static void scan_lines(struct log_scan *s, bool final) {
    struct slice text = buffer_slice(&s->window);
    while (s->from < text.len && !s->stopped) {
        struct log_head first;
        size_t start = s->from, next = 0, end = tool_line_end(text, start, &next);
        struct slice line = slice_sub(text, start, end - start);
        if (next == text.len && !final && next - start < LOG_SCAN_RECORD)
            return;
        if (line.len == 0 || log_line_is_header(line)) {
            s->from = next;
            continue;
        }
        (void)log_line_parse(line, s->allow, &first);
        int depth = depth_behind(line, 0);
        bool dump = opens_base64(line);
        for (size_t n = 0; next < text.len && n < OPEN_LINES && next - start < LOG_SCAN_RECORD; n++) {
            size_t after = 0, line_end = tool_line_end(text, next, &after);
            line = slice_sub(text, next, line_end - next);
            if (after == text.len && !final && after - next < LOG_SCAN_RECORD)
                return;
            dump = dump && is_base64(line);
            if (!dump && !joins(s, &first, line, depth))
                break;
            depth = depth_behind(line, depth);
            next = after;
        }
        if (next - start > LOG_SCAN_RECORD)
            next = start + LOG_SCAN_RECORD;
        deliver(s, start, next, s->options.needles == NULL);
    }
}

/* --- JSON --- */

static void deliver_json(struct log_scan *s, size_t start, size_t end) {
    struct slice raw = without_line_ends(slice_sub(buffer_slice(&s->window), start, end - start));
    struct log_head h;
    s->from = end;
    if (!log_json_parse(raw, &s->decoded, &h))
        h = (struct log_head){.style = LOG_UNDATED, .pid = -1, .message = raw};
    bool own_message = h.style == LOG_JSON;
    if (has_needle(s, h.message))
        give_or_hold(s, raw, own_message ? h.message : slice_of(NULL, 0), &h, line_at(s, start));
}

static void scan_json(struct log_scan *s, bool final) {
    struct slice text = buffer_slice(&s->window);
    while (s->from < text.len && !s->stopped) {
        size_t end = 0, brace = slice_find_byte(slice_from(text, s->from), '{');
        if (brace == SLICE_NOT_FOUND) {
            s->from = text.len;
            return;
        }
        s->from += brace;
        struct slice rest = slice_sub(text, s->from, LOG_SCAN_RECORD);
        enum log_json_end found = log_json_find_end(rest, &end);
        if (found == LOG_JSON_INCOMPLETE && rest.len < LOG_SCAN_RECORD && !final)
            return;
        if (found == LOG_JSON_INCOMPLETE)
            end = rest.len; /* no other entry begins in it */
        s->cut += found != LOG_JSON_WHOLE;
        deliver_json(s, s->from, s->from + end);
    }
}

/* --- the window --- */

static enum mode mode_of(const struct log_scan *s, struct slice text) {
    struct slice rest = slice_sub(text, 0, LOG_SCAN_SNIFF), line;
    bool heads = false, wrapped = false, first = true;
    while (slice_next_line(&rest, &line)) {
        if (slice_trim(line).len == 0 || log_line_is_header(line))
            continue;
        struct log_head h;
        if (first &&
            (slice_is(slice_trim(line), "[{") || slice_is(slice_trim(line), "[") || slice_starts_with(line, "{\"") ||
             slice_starts_with(line, "[{\"")) &&
            (slice_contains(slice_sub(text, 0, LOG_SCAN_SNIFF), "\"eventMessage\"") ||
             slice_contains(slice_sub(text, 0, LOG_SCAN_SNIFF), "\"timestamp\"")))
            return MODE_JSON;
        first = false;
        bool is = log_line_parse(line, s->allow, &h);
        heads |= is;
        wrapped |= is && h.style == LOG_CLOCK;
    }
    return s->options.tool_output || wrapped || !heads ? MODE_LINES : MODE_HEADS;
}

/* Forgets what has been given out. */
static void slide(struct log_scan *s) {
    size_t gone = s->from;
    (void)line_at(s, gone > s->counted ? gone : s->counted);
    if (gone > s->counted)
        gone = s->counted;
    buffer_drop_front(&s->window, gone);
    s->from -= gone;
    s->counted -= gone;
    s->searched = s->searched > gone ? s->searched - gone : 0;
    s->sampled = s->sampled > gone ? s->sampled - gone : 0;
}

static void look(struct log_scan *s, bool final) {
    if (s->mode == MODE_UNKNOWN)
        s->mode = mode_of(s, buffer_slice(&s->window));
    if (s->mode == MODE_JSON)
        scan_json(s, final);
    else if (s->mode == MODE_LINES)
        scan_lines(s, final);
    else if (s->options.needles)
        scan_heads(s, final);
    else
        scan_all_heads(s, final);
    slide(s);
    s->wanted = s->window.len + LOG_SCAN_SNIFF;
}

bool log_scan_push(struct log_scan *s, struct slice text, struct error *err) {
    while (text.len && !s->stopped) {
        struct slice part = slice_sub(text, 0, STEP);
        buffer_append(&s->window, part);
        if (!buffer_ok(&s->window))
            return error_set(err, "no memory for the %zu bytes of a log that wait to be read", s->window.len + part.len);
        text = slice_from(text, part.len);
        if (s->window.len >= s->wanted)
            look(s, false);
    }
    return !s->stopped || error_set(err, "stopped by the reader of the log");
}

bool log_scan_finish(struct log_scan *s, struct error *err) {
    if (!s->stopped)
        look(s, true);
    (void)line_at(s, s->window.len);
    log_when_end(&s->when);
    give_held(s);
    return !s->stopped || error_set(err, "stopped by the reader of the log");
}

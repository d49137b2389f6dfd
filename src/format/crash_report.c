#include "format/crash_report.h"

#include <stdio.h>

#include "format/json_text.h"

enum { TEXT_MAX = 1000, DATE_LINES = 5 };

/* https://developer.apple.com/documentation/xcode/interpreting-the-json-format-of-a-crash-report and public reports */
static const struct {
    const char *bug_type, *kind;
} kinds[] = {{"309", "crash"}, {"109", "crash"}, {"385", "crash"}, {"210", "panic"}, {"110", "panic"}, {"115", "panic"}, {"288", "hang"}};

static struct slice first_line(struct slice s) {
    struct slice line = slice_of(NULL, 0);
    while (slice_next_line(&s, &line))
        if (slice_trim(line).len)
            return slice_sub(slice_trim(line), 0, TEXT_MAX);
    return slice_of(NULL, 0);
}

/* A decoded value of the JSON, or nothing. */
static struct slice take(struct arena *arena, struct slice json, const char *path) {
    struct slice raw;
    struct buffer text CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    if (!json_text_pick(json, path, &raw))
        return slice_of(NULL, 0);
    json_text_decode(slice_sub(raw, 0, 1 << 18), &text);
    return buffer_ok(&text) && text.len ? arena_slice(arena, buffer_slice(&text)) : slice_of(NULL, 0);
}

static struct slice take_first(struct arena *arena, struct slice json, const char *const *paths) {
    struct slice value = slice_of(NULL, 0);
    for (; *paths && !value.data; paths++)
        value = take(arena, json, *paths);
    return value;
}

static struct slice joined(struct arena *arena, struct slice a, const char *between, struct slice b, const char *behind) {
    if (!a.data || !b.data)
        return a.data ? a : b;
    const char *text = arena_printf(arena, "%.*s%s%.*s%s", SLICE_ARG(a), between, SLICE_ARG(b), behind);
    return slice_str(text);
}

/* "Kernel Extensions in backtrace:", then one line each: com.example.driver(1.2)[UUID]@0x1->0x2, with "dependency:" lines below. */
static struct slice extension_in_backtrace(struct slice panic) {
    struct slice line;
    bool inside = false;
    while (slice_next_line(&panic, &line)) {
        line = slice_trim(line);
        if (slice_contains(line, "Kernel Extensions in backtrace")) {
            inside = true;
        } else if (inside && !slice_starts_with(line, "com.apple.") && !slice_starts_with(line, "dependency:")) {
            struct slice name = slice_sub(line, 0, slice_find_byte(line, '('));
            return name.len < line.len && slice_contains(name, ".") ? name : slice_of(NULL, 0);
        }
    }
    return slice_of(NULL, 0);
}

/* Neither of the system, nor of the application that the program belongs to. */
static bool is_foreign(struct slice image, struct slice program) {
    static const char *const own[] = {"/System/", "/usr/lib/", "/usr/libexec/",   "/usr/bin/",      "/usr/sbin/",
                                      "/bin/",    "/sbin/",    "/Library/Apple/", "/AppleInternal/"};
    size_t app = slice_find_str(program, ".app/");
    if (image.len == 0 || image.data[0] != '/' || slice_equal(image, program))
        return false;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (slice_starts_with(image, own[i]))
            return false;
    return app == SLICE_NOT_FOUND || !slice_equal(slice_sub(image, 0, app + 5), slice_sub(program, 0, app + 5));
}

/* The value of the next "path" of the raw JSON, which is moved behind it. */
static bool next_image(struct slice *json, struct slice *ret_raw) {
    size_t at = slice_find_str(*json, "\"path\"");
    if (at == SLICE_NOT_FOUND)
        return false;
    struct slice rest = slice_from(*json, at + 6), before, raw;
    if (!slice_cut(rest, "\"", &before, &rest) || !slice_cut(rest, "\"", &raw, &rest))
        return false;
    *json = rest;
    *ret_raw = raw;
    return true;
}

static struct slice foreign_of_json(struct arena *arena, struct slice body, struct slice program) {
    struct slice images, raw;
    if (!json_text_pick(body, "usedImages", &images))
        return slice_of(NULL, 0);
    while (next_image(&images, &raw)) {
        struct buffer path CLEANUP_BUFFER = buffer_with_limit(1 << 12);
        json_text_decode(raw, &path);
        if (buffer_ok(&path) && is_foreign(buffer_slice(&path), program))
            return arena_slice(arena, buffer_slice(&path));
    }
    return slice_of(NULL, 0);
}

/* Below "Binary Images:": "0x10e3d1000 - 0x10e3d9ff7  name (1) <UUID> /path". */
static struct slice foreign_of_text(struct slice body, struct slice program) {
    size_t at = slice_find_str(body, "Binary Images:");
    struct slice line, rest = at == SLICE_NOT_FOUND ? slice_of(NULL, 0) : slice_from(body, at);
    while (slice_next_line(&rest, &line)) {
        size_t path = slice_find_str(line, " /");
        if (path != SLICE_NOT_FOUND && is_foreign(slice_trim(slice_from(line, path)), program))
            return slice_trim(slice_from(line, path));
    }
    return slice_of(NULL, 0);
}

/* The library that dyld was told to put into the program: "DYLD_INSERT_LIBRARIES=/a:/b", "inserted library '/a'", "inserted dylib '/a'". */
static struct slice inserted_library(struct slice reason, struct slice program) {
    static const struct {
        const char *before, *ends;
    } forms[] = {{"DYLD_INSERT_LIBRARIES=", ":; "}, {"inserted library '", "'"}, {"inserted dylib '", "'"}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t at = slice_find_str(reason, forms[i].before), n = 0;
        struct slice path = at == SLICE_NOT_FOUND ? slice_of(NULL, 0) : slice_from(reason, at + strlen(forms[i].before));
        while (n < path.len && !strchr(forms[i].ends, path.data[n]))
            n++;
        if (n && is_foreign(slice_sub(path, 0, n), program))
            return slice_sub(path, 0, n);
    }
    return slice_of(NULL, 0);
}

static void take_json_body(struct arena *arena, struct slice body, struct crash_report *r) {
    struct slice panic = take_first(arena, body, (const char *const[]){"panicString", "macOSPanicString", NULL});
    struct slice exception = joined(arena, take(arena, body, "exception.type"), " (", take(arena, body, "exception.signal"), ")");
    static const char *const ends[] = {"termination.reasons[0]", "termination.details[0]", "termination.indicator", NULL};
    struct slice end = joined(arena, take(arena, body, "termination.namespace"), ": ", take_first(arena, body, ends), "");
    r->process = take(arena, body, "procName");
    r->path = take(arena, body, "procPath");
    r->version = take(arena, body, "bundleInfo.CFBundleShortVersionString");
    r->os = joined(arena, take(arena, body, "osVersion.train"), " (", take(arena, body, "osVersion.build"), ")");
    r->reason = panic.data ? first_line(panic) : joined(arena, exception, "; ", end, "");
    r->text = panic.data ? slice_sub(panic, 0, TEXT_MAX) : r->reason;
    r->extension = extension_in_backtrace(panic);
    r->foreign = foreign_of_json(arena, body, r->path);
    r->line = 2;
    if (panic.data)
        r->kind = "panic";
    else if (exception.data)
        r->kind = "crash";
}

/* "Key:    value" */
static bool line_value(struct slice line, const char *key, struct slice *ret_value) {
    size_t n = strlen(key);
    if (!slice_starts_with(line, key) || line.len <= n || line.data[n] != ':')
        return false;
    *ret_value = slice_trim(slice_from(line, n + 1));
    return ret_value->len > 0;
}

/* "Fri Nov 13 19:41:07 2020", as panics were dated up to macOS 11; local time, read as UTC. */
static bool panic_date(struct slice line, int64_t *ret_time) {
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct slice word[5], rest = line;
    char iso[64];
    for (size_t i = 0; i < 5; i++)
        if (!slice_next_word(&rest, &word[i]))
            return false;
    size_t month = word[1].len == 3 ? slice_find(slice_str(months), word[1]) : SLICE_NOT_FOUND;
    if (month == SLICE_NOT_FOUND || month % 3 != 0 || word[2].len > 2 || month > 36 || word[3].len != 8 || word[4].len != 4 ||
        slice_trim(rest).len)
        return false;
    snprintf(iso, sizeof iso, "%.4s-%02zu-%s%.*s %.8s", (const char *)word[4].data, month / 3 + 1, word[2].len == 1 ? "0" : "",
             SLICE_ARG(word[2]), (const char *)word[3].data);
    return timestamp_parse_iso(slice_str(iso), ret_time);
}

/* What dyld writes into the report of a program that it could not start ("Dyld Error Message", "Application Specific Information"). Each
 * kind of line is taken once. */
static bool is_of_loader(struct slice line, struct slice reason) {
    static const char *const says[] = {"Library not loaded:", "Symbol not found:", "could not load inserted library",
                                       "terminating because inserted dylib", "DYLD_INSERT_LIBRARIES="};
    for (size_t i = 0; i < sizeof says / sizeof *says; i++)
        if (slice_starts_with(line, says[i]))
            return !slice_contains(reason, says[i]);
    return false;
}

static void take_text_line(struct arena *arena, struct slice line, int64_t number, struct crash_report *r) {
    struct slice value;
    if (!r->process.data && (line_value(line, "Process", &value) || line_value(line, "Command", &value)))
        r->process = slice_trim(slice_sub(value, 0, slice_find_byte(value, '[')));
    else if (!r->path.data && line_value(line, "Path", &value))
        r->path = value;
    else if (!r->version.data && line_value(line, "Version", &value))
        r->version = value;
    else if (!r->os.data && line_value(line, "OS Version", &value))
        r->os = value;
    else if (line_value(line, "Date/Time", &value))
        (void)!timestamp_parse_iso(value, &r->time);
    else if (slice_starts_with(line, "panic(")) {
        r->kind = "panic";
        r->reason = r->text = slice_sub(line, 0, TEXT_MAX);
        r->line = number;
    } else if (!r->reason.data && (line_value(line, "Exception Type", &value) || line_value(line, "Event", &value))) {
        bool event = slice_starts_with(line, "Event"); /* "hang", "cpu usage", "disk writes" */
        r->kind = !event ? "crash" : slice_contains(value, "hang") ? "hang" : "other";
        r->reason = value;
        r->text = line;
        r->line = number;
    } else if (r->reason.data && line_value(line, "Termination Reason", &value)) {
        r->reason = joined(arena, r->reason, "; ", value, "");
    } else if (r->reason.data && is_of_loader(line, r->reason)) {
        r->reason = joined(arena, r->reason, "; ", slice_sub(line, 0, TEXT_MAX), "");
    } else if (r->time == TIMESTAMP_NONE && number <= DATE_LINES) {
        (void)!panic_date(line, &r->time);
    }
}

static void take_text_body(struct arena *arena, struct slice body, int64_t number, struct crash_report *r) {
    struct slice line, whole = body;
    r->extension = extension_in_backtrace(body);
    for (; slice_next_line(&body, &line); number++)
        take_text_line(arena, slice_trim(line), number, r);
    r->foreign = foreign_of_text(whole, r->path);
}

static void take_json_header(struct arena *arena, struct slice header, struct crash_report *r) {
    struct slice bug_type = take(arena, header, "bug_type"), time = take(arena, header, "timestamp");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (slice_is(bug_type, kinds[i].bug_type))
            r->kind = kinds[i].kind;
    if (time.data)
        (void)!timestamp_parse_iso(time, &r->time);
    if (!r->process.data)
        r->process = take_first(arena, header, (const char *const[]){"app_name", "name", NULL});
    if (!r->version.data)
        r->version = take(arena, header, "app_version");
    if (!r->os.data)
        r->os = take(arena, header, "os_version");
}

bool crash_report_parse(struct arena *arena, struct slice file, struct crash_report *ret_report, struct error *err) {
    struct crash_report r = {.kind = "other", .time = TIMESTAMP_NONE, .line = 1};
    struct slice rest = file, header = slice_of(NULL, 0);
    if (slice_starts_with(slice_trim(file), "{")) {
        (void)slice_next_line(&rest, &header);
        if (slice_starts_with(slice_trim(rest), "{"))
            take_json_body(arena, slice_trim(rest), &r);
        else if (slice_trim(rest).len)
            take_text_body(arena, rest, 2, &r);
        if (!slice_ends_with(slice_trim(header), "}")) /* one object laid out over all lines */
            take_json_body(arena, slice_trim(file), &r);
        take_json_header(arena, header.len > 1 && slice_ends_with(slice_trim(header), "}") ? header : file, &r);
    } else {
        take_text_body(arena, file, 1, &r);
    }
    if (!r.foreign.data)
        r.foreign = inserted_library(r.reason, r.path);
    if (!r.process.data && !r.reason.data && r.time == TIMESTAMP_NONE)
        return error_set(err, "not a crash report: neither a process nor a reason nor a time in %zu bytes", file.len);
    *ret_report = r;
    return true;
}

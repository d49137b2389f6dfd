#include "format/process_list.h"

/* Headings of ps(1) and of the ps that sysdiagnose runs. */
static const struct {
    const char *heading;
    enum process_list_field field;
} headings[] = {{"USER", PROCESS_USER},     {"RUSER", PROCESS_OTHER},     {"UID", PROCESS_UID},        {"PID", PROCESS_PID},
                {"PPID", PROCESS_PPID},     {"STAT", PROCESS_STATE},      {"S", PROCESS_STATE},        {"STARTED", PROCESS_STARTED},
                {"START", PROCESS_STARTED}, {"STIME", PROCESS_STARTED},   {"LSTART", PROCESS_STARTED}, {"ELAPSED", PROCESS_ELAPSED},
                {"TIME", PROCESS_TIME},     {"COMMAND", PROCESS_COMMAND}, {"CMD", PROCESS_COMMAND},    {"ARGS", PROCESS_COMMAND},
                {"COMM", PROCESS_COMMAND},  {"UCOMM", PROCESS_COMMAND}};

static enum process_list_field field_of(struct slice heading) {
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        if (slice_is(heading, headings[i].heading))
            return headings[i].field;
    return PROCESS_OTHER;
}

static bool read_header(struct slice line, struct process_list *list) {
    struct slice word;
    bool pid = false;
    list->n_columns = 0;
    list->command = SIZE_MAX;
    while (list->n_columns < PROCESS_LIST_MAX_COLUMNS && slice_next_word(&line, &word)) {
        enum process_list_field field = field_of(word);
        if (field == PROCESS_COMMAND && list->command != SIZE_MAX)
            field = PROCESS_OTHER;
        if (field == PROCESS_COMMAND)
            list->command = list->n_columns;
        pid = pid || field == PROCESS_PID;
        list->columns[list->n_columns++] = field;
    }
    return pid && list->command != SIZE_MAX;
}

bool process_list_open(struct slice text, struct process_list *ret_list, struct error *err) {
    struct process_list list = {.rest = text};
    struct slice line;
    while (slice_next_line(&list.rest, &line)) {
        list.line++;
        if (read_header(line, &list)) {
            *ret_list = list;
            return true;
        }
    }
    return error_set(err, "no header line with PID and COMMAND: not the output of ps");
}

/* "Mon Oct  7 09:58:11 2024" of lstart: from the weekday to the year. */
static struct slice started(struct slice first, struct slice *rest) {
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    struct slice left = *rest, word = first;
    bool weekday = false;
    for (size_t i = 0; i < 7; i++)
        weekday = weekday || slice_is(first, days[i]);
    if (!weekday)
        return first;
    for (size_t i = 0; i < 4; i++)
        if (!slice_next_word(&left, &word))
            return first;
    *rest = left;
    return slice_of(first.data, (size_t)(word.data + word.len - first.data));
}

/* Takes the words of the columns behind the command from the end of the line. */
static bool take_from_end(const struct process_list *list, struct slice *rest, struct process_list_entry *e) {
    for (size_t i = list->n_columns; i-- > list->command + 1;) {
        struct slice line = slice_trim(*rest);
        size_t start = line.len;
        while (start > 0 && line.data[start - 1] != ' ' && line.data[start - 1] != '\t')
            start--;
        if (start == line.len)
            return false;
        e->fields[list->columns[i]] = slice_from(line, start);
        *rest = slice_sub(line, 0, start);
    }
    return true;
}

static bool read_entry(const struct process_list *list, struct slice line, struct process_list_entry *e) {
    struct slice rest = line, word;
    for (size_t i = 0; i < list->command; i++) {
        if (!slice_next_word(&rest, &word))
            return false;
        e->fields[list->columns[i]] = list->columns[i] == PROCESS_STARTED ? started(word, &rest) : word;
    }
    if (!take_from_end(list, &rest, e))
        return false;
    e->fields[PROCESS_COMMAND] = slice_trim(rest);
    return e->fields[PROCESS_COMMAND].len > 0 && slice_to_int64(e->fields[PROCESS_PID], &e->pid) && e->pid >= 0;
}

bool process_list_next(struct process_list *list, struct process_list_entry *ret_entry) {
    struct slice line;
    while (slice_next_line(&list->rest, &line)) {
        struct process_list_entry e = {.line = ++list->line, .text = slice_trim(line)};
        if (e.text.len && read_entry(list, line, &e)) {
            *ret_entry = e;
            return true;
        }
        list->skipped += e.text.len > 0;
    }
    return false;
}

static size_t last_byte(struct slice s, uint8_t byte) {
    for (size_t i = s.len; i-- > 0;)
        if (s.data[i] == byte)
            return i;
    return SLICE_NOT_FOUND;
}

struct slice process_list_program(struct slice command) {
    struct slice s = slice_trim(command);
    for (size_t i = 0; i + 1 < s.len; i++)
        if (s.data[i] == ' ' && (s.data[i + 1] == '-' || s.data[i + 1] == '/'))
            s.len = i;
    size_t slash = last_byte(s, '/');
    if (slice_contains(s, ".app/Contents/MacOS/"))
        return slice_trim(s);
    struct slice name = slash == SLICE_NOT_FOUND ? s : slice_from(s, slash + 1);
    size_t blank = slice_find_byte(name, ' ');
    if (blank != SLICE_NOT_FOUND)
        s.len -= name.len - blank;
    return slice_trim(s);
}

bool process_list_elapsed(struct slice text, int64_t *ret_seconds) {
    int64_t days = 0, total = 0;
    struct slice before, after;
    if (slice_cut(text, "-", &before, &after)) {
        if (!slice_to_int64(before, &days) || days < 0 || days > 100000)
            return false;
        text = after;
    }
    for (size_t parts = 0; text.len || parts == 0; parts++) {
        int64_t n;
        size_t colon = slice_find_byte(text, ':');
        if (parts == 3 || !slice_to_int64(slice_sub(text, 0, colon), &n) || n < 0 || n > 100000)
            return false;
        total = total * 60 + n;
        text = slice_from(text, colon == SLICE_NOT_FOUND ? text.len : colon + 1);
    }
    *ret_seconds = days * 86400 + total;
    return true;
}

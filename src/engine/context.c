#include "engine/context.h"

#include <stdlib.h>

#include "engine/context_child.h"
#include "engine/row_pipe.h"
#include "os/os.h"

enum { MOST_SPAN = 40, MAX_KINDS = 64, READ_BYTES = 64 << 10, SILENCE_MS = 180000, SHORTEST_QUOTE = 3 };
static const struct os_limits child_limits = {.cpu_seconds = 600, .address_space = (uint64_t)4 << 30};

/* Lines on which a quote goes on behind its first. */
static int64_t span_of(const struct evidence_row *row) {
    struct slice text = slice_trim(row->text);
    int64_t n = 0;
    for (size_t i = 0; i < text.len && n < MOST_SPAN; i++)
        n += text.data[i] == '\n';
    return n;
}

static int compare_places(const void *a, const void *b) {
    const struct context_place *x = a, *y = b;
    size_t shorter = x->source.len < y->source.len ? x->source.len : y->source.len;
    int order = shorter ? memcmp(x->source.data, y->source.data, shorter) : 0;
    if (order || x->source.len != y->source.len)
        return order ? order : x->source.len < y->source.len ? -1 : 1;
    return x->from < y->from ? -1 : x->from > y->from;
}

static void add_places(struct context *c, const struct finding *f) {
    for (size_t i = 0; i < f->n_evidence && c->n_places < CONTEXT_PLACES; i++) {
        const struct evidence_row *row = &f->evidence[i];
        int64_t from = row->line - CONTEXT_LINES, to = row->line + span_of(row) + CONTEXT_LINES;
        if (row->line > 0 && row->line < INT64_MAX / 2 && row->source.len)
            c->places[c->n_places++] = (struct context_place){.source = row->source, .from = from < 1 ? 1 : from, .to = to};
    }
}

/* Those that touch become one. */
static bool join_places(struct context *c, struct arena *arena) {
    size_t kept = 0;
    qsort(c->places, c->n_places, sizeof *c->places, compare_places);
    for (size_t i = 0; i < c->n_places; i++) {
        struct context_place *p = &c->places[i], *last = kept ? &c->places[kept - 1] : NULL;
        if (last && slice_equal(last->source, p->source) && p->from <= last->to + 1)
            last->to = p->to > last->to ? p->to : last->to;
        else
            c->places[kept++] = *p;
    }
    c->n_places = kept;
    for (size_t i = 0; i < kept; i++) {
        struct context_place *p = &c->places[i];
        if (!(p->lines = arena_array(arena, (size_t)(p->to - p->from) + 1, sizeof *p->lines)))
            return false;
    }
    return true;
}

static const char **kinds_of(struct session *s, struct arena *arena, const struct context *c) {
    const char **kinds = arena_array(arena, MAX_KINDS + 1, sizeof *kinds);
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(s, "SELECT kind FROM evidence WHERE path = ? AND kind IS NOT NULL LIMIT 1", NULL);
    size_t n = 0;
    for (size_t i = 0; kinds && stmt && i < c->n_places && n < MAX_KINDS; i++) {
        if (i && slice_equal(c->places[i].source, c->places[i - 1].source))
            continue;
        sqlite3_reset(stmt);
        sqlite3_bind_text(stmt, 1, (const char *)c->places[i].source.data, (int)c->places[i].source.len, SQLITE_STATIC);
        if (sqlite3_step(stmt) == SQLITE_ROW)
            kinds[n++] = arena_string(arena, stmt_text(stmt, 0));
    }
    return kinds;
}

/* What the child sends is checked as a stranger's file would be. */
static bool take_line(struct context *c, struct arena *arena, struct message *m) {
    uint64_t index = message_u64(m);
    int64_t number = (int64_t)message_u64(m);
    struct slice text = message_text(m);
    if (!message_ok(m) || index >= c->n_places || number < c->places[index].from || number > c->places[index].to)
        return false;
    struct context_line *line = &c->places[index].lines[number - c->places[index].from];
    *line = (struct context_line){.number = number, .text = arena_slice(arena, slice_sub(text, 0, CONTEXT_BYTES))};
    return true;
}

/* False: done, or nothing more is to be expected. */
static bool take_messages(struct context *c, struct arena *arena, struct buffer *in) {
    struct slice rest = buffer_slice(in);
    struct message m;
    bool broken = false, more = true;
    while (more && message_next(&rest, &m, &broken, NULL))
        more = m.kind == MESSAGE_LINE && take_line(c, arena, &m);
    buffer_drop_front(in, in->len - rest.len);
    return more && !broken;
}

static void run_child(struct context_child *job, struct context *c, struct arena *arena) {
    struct buffer in CLEANUP_BUFFER = buffer_with_limit(4 * MESSAGE_LIMIT);
    struct os_child child;
    struct error err;
    if (!os_child_start(&child, context_child_run, job, -1, &child_limits, &err))
        return;
    for (bool more = true; more && buffer_reserve(&in, READ_BYTES);) {
        size_t got = 0;
        more = os_child_read(&child, in.data + in.len, READ_BYTES, SILENCE_MS, &got) == OS_READ_DATA;
        in.len += got;
        more = more && take_messages(c, arena, &in);
    }
    os_child_kill(&child);
    (void)os_child_wait(&child);
}

void context_read(const struct scan_options *options, struct session *s, struct arena *arena, const struct verdict *v,
                  struct context *ret_context) {
    struct context c = {.places = arena_array(arena, CONTEXT_PLACES, sizeof *c.places)};
    *ret_context = (struct context){0};
    for (size_t i = 0; i < options->n_paths; i++)
        if (strcmp(options->paths[i], "-") == 0)
            return; /* standard input is gone */
    for (size_t i = 0; c.places && i < v->n_ranked; i++)
        add_places(&c, v->ranked[i]);
    if (!c.places || c.n_places == 0 || !join_places(&c, arena))
        return;
    const char **kinds = kinds_of(s, arena, &c);
    if (!kinds || !kinds[0])
        return;
    struct context_child job = {.options = options, .knowledge = session_knowledge(s), .context = &c, .kinds = kinds};
    run_child(&job, &c, arena);
    *ret_context = c;
}

/* The quote as a finding has it may be cut, and so may the line; either may have lost blanks at its ends. */
static bool is_quoted(struct slice line, struct slice quote) {
    size_t end = slice_find_byte(slice_trim(quote), '\n');
    struct slice a = slice_trim(line), b = slice_trim(slice_sub(slice_trim(quote), 0, end));
    size_t shorter = a.len < b.len ? a.len : b.len;
    return shorter >= SHORTEST_QUOTE && (line.len == CONTEXT_BYTES || a.len == b.len || b.len < a.len) &&
           slice_equal(slice_sub(a, 0, shorter), slice_sub(b, 0, shorter));
}

static const struct context_place *place_of(const struct context *c, const struct evidence_row *row) {
    for (size_t i = 0; i < c->n_places; i++)
        if (row->line >= c->places[i].from && row->line <= c->places[i].to && slice_equal(c->places[i].source, row->source))
            return &c->places[i];
    return NULL;
}

static const struct context_line *line_at(const struct context_place *p, int64_t number) {
    return number >= p->from && number <= p->to && p->lines[number - p->from].text.data ? &p->lines[number - p->from] : NULL;
}

bool context_round(const struct context *c, const struct evidence_row *row, struct context_round *ret_round) {
    const struct context_place *p = place_of(c, row);
    const struct context_line *own = p ? line_at(p, row->line) : NULL;
    struct context_round round = {.n_before = 0};
    if (!own || !is_quoted(own->text, row->text))
        return false;
    for (int64_t n = row->line - CONTEXT_LINES; n < row->line; n++)
        if (line_at(p, n))
            round.before[round.n_before++] = *line_at(p, n);
    int64_t last = row->line + span_of(row);
    for (int64_t n = last + 1; n <= last + CONTEXT_LINES; n++)
        if (line_at(p, n))
            round.after[round.n_after++] = *line_at(p, n);
    *ret_round = round;
    return true;
}

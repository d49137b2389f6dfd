#include "knowledge/known_dialog.h"

enum { MAX_PATTERN = 512, MAX_HOLE = 120, MIN_HEAD = 4, BUCKETS = 4096, NONE = UINT16_MAX, MAX_DIALOGS = 16384 };

/* The pattern in comparable form: before the hole and behind it. */
struct needle {
    struct slice head, tail;
    bool hole, begins, ends; /* `begins`, `ends`: only where a sentence does */
    uint16_t next;           /* in its bucket */
};

struct known_dialogs {
    struct known_dialog *rows;
    struct needle *needles;
    size_t n;
    uint16_t buckets[BUCKETS]; /* by the first four bytes of the head */
};

enum column { DIALOG, LANGUAGE, PATTERN, STAGE, SENSE, CAUSE, MEANS, SOURCE, COLUMNS };

static const char *const column_names[COLUMNS] = {"dialog", "language", "pattern", "stage", "sense", "cause", "means", "source"};

static size_t bucket_of(const uint8_t *four) {
    uint32_t word = (uint32_t)four[0] | (uint32_t)four[1] << 8 | (uint32_t)four[2] << 16 | (uint32_t)four[3] << 24;
    return (word * UINT32_C(2654435761)) >> 20;
}

static bool read_needle(struct arena *arena, struct dialog_text *scratch, const struct known_dialog *d, struct needle *n,
                        struct error *err) {
    struct slice pattern = slice_str(d->pattern);
    n->begins = slice_starts_with(pattern, "|");
    n->ends = slice_ends_with(pattern, "|");
    pattern = slice_sub(pattern, n->begins, pattern.len > 2 ? pattern.len - n->begins - n->ends : 0);
    dialog_text_set(scratch, pattern);
    struct slice form = arena_slice(arena, dialog_text_slice(scratch)), name, rest;
    if (!form.data)
        return error_set(err, "out of memory");
    n->head = form;
    if (slice_cut(form, "{", &n->head, &rest)) {
        if (!slice_cut(rest, "}", &name, &n->tail))
            return error_set(err, "knowledge/dialog.tsv: the hole in \"%s\" has no end", d->pattern);
        n->hole = true;
    }
    if (n->head.len < MIN_HEAD)
        return error_set(err, "knowledge/dialog.tsv: \"%s\" begins with fewer than %d bytes of text", d->pattern, MIN_HEAD);
    return true;
}

static void read_row(const struct tsv *t, size_t row, const size_t *columns, struct known_dialog *d) {
    const char *cells[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++)
        cells[i] = tsv_cell(t, row, columns[i]);
    *d = (struct known_dialog){cells[DIALOG], cells[LANGUAGE], cells[PATTERN], cells[STAGE],
                               cells[SENSE],  cells[CAUSE],    cells[MEANS],   cells[SOURCE]};
}

static bool fill(struct arena *arena, const struct tsv *table, struct known_dialogs *k, struct error *err) {
    size_t columns[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++) {
        columns[i] = tsv_column(table, column_names[i]);
        if (columns[i] == SIZE_MAX)
            return error_set(err, "knowledge/dialog.tsv has no column %s", column_names[i]);
    }
    struct dialog_text *scratch = dialog_text_new(arena, MAX_PATTERN);
    if (!scratch)
        return error_set(err, "out of memory");
    for (size_t i = 0; i < k->n; i++) {
        read_row(table, i, columns, &k->rows[i]);
        if (!read_needle(arena, scratch, &k->rows[i], &k->needles[i], err))
            return false;
        uint16_t *bucket = &k->buckets[bucket_of(k->needles[i].head.data)];
        k->needles[i].next = *bucket;
        *bucket = (uint16_t)i;
    }
    return true;
}

bool known_dialogs_build(struct arena *arena, const struct tsv *table, struct known_dialogs **ret_dialogs, struct error *err) {
    size_t n = table ? table->n_rows : 0;
    if (n > MAX_DIALOGS)
        return error_set(err, "knowledge/dialog.tsv has more than %d rows", MAX_DIALOGS);
    struct known_dialogs *k = arena_alloc(arena, sizeof *k);
    if (!k || !(k->rows = arena_array(arena, n, sizeof *k->rows)) || !(k->needles = arena_array(arena, n, sizeof *k->needles)))
        return error_set(err, "out of memory");
    k->n = n;
    for (size_t i = 0; i < BUCKETS; i++)
        k->buckets[i] = NONE;
    if (table && !fill(arena, table, k, err))
        return false;
    *ret_dialogs = k;
    return true;
}

size_t known_dialog_count(const struct known_dialogs *dialogs) { return dialogs->n; }
const struct known_dialog *known_dialog_at(const struct known_dialogs *dialogs, size_t index) { return &dialogs->rows[index]; }

/* A needle at `at`: *ret_end behind it and the hole's place, all in the comparable form. */
static bool needle_at(struct slice form, size_t at, const struct needle *n, size_t *ret_end, size_t *ret_hole, size_t *ret_hole_end) {
    if (form.len - at < n->head.len || memcmp(form.data + at, n->head.data, n->head.len) != 0)
        return false;
    size_t behind = at + n->head.len;
    *ret_end = *ret_hole = *ret_hole_end = behind;
    if (!n->hole)
        return true;
    struct slice window = slice_sub(form, behind, MAX_HOLE + n->tail.len);
    size_t length = n->tail.len > 0 ? slice_find(window, n->tail) : slice_find_str(window, ". ");
    if (n->tail.len > 0 && length == SLICE_NOT_FOUND)
        return false;
    if (length == SLICE_NOT_FOUND)
        length = window.len < MAX_HOLE ? window.len : MAX_HOLE;
    *ret_hole_end = behind + length;
    *ret_end = *ret_hole_end + n->tail.len;
    return true;
}

static bool is_mark(uint8_t c) { return c != 0 && strchr(".,:;!?\"'()[]-", c) != NULL; }

/* A blank that stands for a line end ends a sentence, any other blank only behind a mark. */
static bool sentence_begins(const struct dialog_text *t, struct slice text, size_t at) {
    if (at == 0)
        return true;
    if (t->bytes[at - 1] != ' ')
        return is_mark(t->bytes[at - 1]);
    return at == 1 || is_mark(t->bytes[at - 2]) ||
           slice_find_byte(slice_sub(text, t->origin[at - 1], t->origin[at] - t->origin[at - 1]), '\n') != SLICE_NOT_FOUND;
}

static bool sentence_ends(const struct dialog_text *t, struct slice text, size_t at) {
    if (at >= t->len)
        return true;
    if (t->bytes[at] != ' ' || at + 1 >= t->len)
        return is_mark(t->bytes[at]);
    return slice_find_byte(slice_sub(text, t->origin[at], t->origin[at + 1] - t->origin[at]), '\n') != SLICE_NOT_FOUND;
}

static size_t written_offset(const struct dialog_text *t, size_t at, size_t length) { return at < t->len ? t->origin[at] : length; }

static struct dialog_hit make_hit(const struct dialog_text *t, struct slice text, const struct known_dialog *d, const struct needle *n,
                                  size_t at, size_t end, size_t hole, size_t hole_end) {
    struct dialog_hit hit = {.dialog = d, .begin = written_offset(t, at, text.len), .end = written_offset(t, end, text.len)};
    if (n->hole) {
        size_t begin = written_offset(t, hole, text.len);
        hit.detail = slice_trim(slice_sub(text, begin, written_offset(t, hole_end, text.len) - begin));
    }
    return hit;
}

static bool covers(const struct dialog_hit *a, const struct dialog_hit *b) { return a->begin <= b->begin && a->end >= b->end; }

/* Keeps the list in order of the text, without what a longer sentence covers. */
static size_t keep(struct dialog_hit *hits, size_t n, size_t max, struct dialog_hit hit) {
    for (size_t i = 0; i < n; i++)
        if (covers(&hits[i], &hit))
            return n;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!covers(&hit, &hits[i]))
            hits[kept++] = hits[i];
    if (kept < max)
        hits[kept++] = hit;
    return kept;
}

size_t dialog_match(const struct known_dialogs *dialogs, struct dialog_text *scratch, struct slice text, struct dialog_hit *hits,
                    size_t max) {
    dialog_text_set(scratch, text);
    struct slice form = dialog_text_slice(scratch);
    size_t n = 0;
    for (size_t at = 0; at + MIN_HEAD <= form.len; at++) {
        for (uint16_t i = dialogs->buckets[bucket_of(form.data + at)]; i != NONE; i = dialogs->needles[i].next) {
            size_t end = 0, hole = 0, hole_end = 0;
            const struct needle *needle = &dialogs->needles[i];
            if (!needle_at(form, at, needle, &end, &hole, &hole_end))
                continue;
            if ((!needle->begins || sentence_begins(scratch, text, at)) && (!needle->ends || sentence_ends(scratch, text, end)))
                n = keep(hits, n, max, make_hit(scratch, text, &dialogs->rows[i], needle, at, end, hole, hole_end));
        }
    }
    return n;
}

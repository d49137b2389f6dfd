#include "format/dialog_text.h"

#include "base/utf8.h"

enum { MAX_CAPACITY = 1 << 30, BLANK = ' ' };

/* Code points that become ASCII, or nothing. */
struct replacement {
    uint32_t first, last;
    const char *ascii;
};
static const struct replacement replacements[] = {
    {0xA0, 0xA0, " "},      {0xAB, 0xAB, "\""},      {0xAD, 0xAD, ""},       {0xB4, 0xB4, "'"},     {0xBB, 0xBB, "\""},
    {0x2BC, 0x2BC, "'"},    {0x2000, 0x200A, " "},   {0x200B, 0x200F, ""},   {0x2010, 0x2015, "-"}, {0x2018, 0x201B, "'"},
    {0x201C, 0x201F, "\""}, {0x2026, 0x2026, "..."}, {0x2028, 0x2029, " "},  {0x202A, 0x202E, ""},  {0x202F, 0x202F, " "},
    {0x2032, 0x2032, "'"},  {0x2033, 0x2033, "\""},  {0x2060, 0x2069, ""},   {0x2212, 0x2212, "-"}, {0x3000, 0x3000, " "},
    {0x3001, 0x3001, ","},  {0x3002, 0x3002, "."},   {0x300C, 0x300F, "\""}, {0xFEFF, 0xFEFF, ""},
};

/* Ranges whose capitals stand `shift` before the small letters. They alternate with EVEN (capital even, small odd) and ODD. */
enum { EVEN = 1, ODD = 2 };
struct letters {
    uint32_t first, last;
    uint32_t shift;
};
static const struct letters capitals[] = {
    {'A', 'Z', 32},       {0xC0, 0xD6, 32},    {0xD8, 0xDE, 32},   {0x100, 0x137, EVEN}, {0x139, 0x148, ODD},
    {0x14A, 0x177, EVEN}, {0x179, 0x17E, ODD}, {0x391, 0x3A9, 32}, {0x400, 0x40F, 80},   {0x410, 0x42F, 32},
};

static uint32_t lower(uint32_t c) {
    for (size_t i = 0; i < sizeof capitals / sizeof *capitals; i++)
        if (c >= capitals[i].first && c <= capitals[i].last)
            return capitals[i].shift == EVEN ? c | 1 : capitals[i].shift == ODD ? (c + 1) & ~UINT32_C(1) : c + capitals[i].shift;
    return c;
}

static const char *replaced(uint32_t c) {
    for (size_t i = 0; i < sizeof replacements / sizeof *replacements; i++)
        if (c >= replacements[i].first && c <= replacements[i].last)
            return replacements[i].ascii;
    return NULL;
}

static void put(struct dialog_text *t, uint8_t byte, size_t origin) {
    bool blank = byte == ' ' || (byte >= '\t' && byte <= '\r');
    if (blank && (t->len == 0 || t->bytes[t->len - 1] == BLANK))
        return;
    if (t->len == t->capacity)
        return;
    t->origin[t->len] = (uint32_t)origin;
    t->bytes[t->len++] = blank ? BLANK : byte;
}

/* Two- and three-byte forms are all that lower() gives for what is not ASCII. */
static void put_code_point(struct dialog_text *t, uint32_t c, size_t origin) {
    if (c < 0x80) {
        put(t, (uint8_t)c, origin);
    } else if (c < 0x800) {
        put(t, (uint8_t)(0xC0 | (c >> 6)), origin);
        put(t, (uint8_t)(0x80 | (c & 0x3F)), origin);
    } else if (c < 0x10000) {
        put(t, (uint8_t)(0xE0 | (c >> 12)), origin);
        put(t, (uint8_t)(0x80 | ((c >> 6) & 0x3F)), origin);
        put(t, (uint8_t)(0x80 | (c & 0x3F)), origin);
    } else {
        put(t, (uint8_t)(0xF0 | (c >> 18)), origin);
        put(t, (uint8_t)(0x80 | ((c >> 12) & 0x3F)), origin);
        put(t, (uint8_t)(0x80 | ((c >> 6) & 0x3F)), origin);
        put(t, (uint8_t)(0x80 | (c & 0x3F)), origin);
    }
}

static void put_ascii(struct dialog_text *t, uint8_t c, size_t origin) {
    put(t, c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c == '`' ? '\'' : c, origin);
}

static void put_character(struct dialog_text *t, uint32_t c, size_t origin) {
    if (c >= 0xFF01 && c <= 0xFF5E) /* full-width forms of ASCII */
        c -= 0xFEE0;
    const char *ascii = replaced(c);
    if (!ascii) {
        put_code_point(t, lower(c), origin);
        return;
    }
    for (; *ascii; ascii++)
        put(t, (uint8_t)*ascii, origin);
}

static bool is_letter(uint8_t c) { return (c >= 'a' && c <= 'z') || c >= 0x80; }

/* "personalise", "authorised" get their z; words of other languages that end so get it too, on both sides alike. */
static void spell_word(struct dialog_text *t, size_t start, size_t end) {
    static const char *const endings[] = {"ise", "ised", "ises", "ising", "isation", "isations"};
    struct slice word = slice_of(t->bytes + start, end - start);
    if (word.len < 6 || !memchr(word.data + word.len - 8 * (word.len >= 8), 's', word.len < 8 ? word.len : 8))
        return;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (word.len > strlen(endings[i]) + 2 && slice_ends_with(word, endings[i]))
            t->bytes[end - strlen(endings[i]) + 1] = 'z';
}

static void spell(struct dialog_text *t) {
    size_t start = 0;
    for (size_t i = 0; i <= t->len; i++)
        if (i == t->len || !is_letter(t->bytes[i])) {
            spell_word(t, start, i);
            start = i + 1;
        }
}

struct dialog_text *dialog_text_new(struct arena *arena, size_t capacity) {
    struct dialog_text *t = capacity <= MAX_CAPACITY ? arena_alloc(arena, sizeof *t) : NULL;
    if (!t)
        return NULL;
    t->bytes = arena_array(arena, capacity, 1);
    t->origin = arena_array(arena, capacity, sizeof *t->origin);
    t->capacity = capacity;
    return t->bytes && t->origin ? t : NULL;
}

void dialog_text_set(struct dialog_text *t, struct slice written) {
    written = slice_sub(written, 0, MAX_CAPACITY);
    t->len = 0;
    for (size_t at = 0; at < written.len && t->len < t->capacity;) {
        if (written.data[at] < 0x80) {
            put_ascii(t, written.data[at], at);
            at++;
            continue;
        }
        uint32_t c = 0;
        size_t n = utf8_sequence(slice_from(written, at), &c);
        if (n == 0)
            put(t, written.data[at], at);
        else
            put_character(t, c, at);
        at += n > 0 ? n : 1;
    }
    while (t->len > 0 && (t->bytes[t->len - 1] == BLANK || t->bytes[t->len - 1] == '.'))
        t->len--;
    spell(t);
}

#include "engine/redact.h"

#include "engine/redact_vocabulary.h"
#include "format/ip_address.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    MAX_VALUES = 1 << 18,
    MIN_VALUE = 3,
    MIN_PRIVATE = 6,
    MAX_VALUE = 4096,
    TEXT_LIMIT = REDACT_MOST_BYTES,
    MAX_LEARNED = 500,
    SLOTS = 1 << 19 /* of the hash table; a power of two above MAX_VALUES */,
    MAX_ASKED = 256
};

enum personal {
    PERSONAL_SERIAL,
    PERSONAL_ECID,
    PERSONAL_UUID,
    PERSONAL_USER,
    PERSONAL_HOST,
    PERSONAL_ADDRESS,
    PERSONAL_LINK_LOCAL, /* apart, since such an address tells that no DHCP server answered; see format/ip_address.h */
    PERSONAL_LINK_LOCAL_V6,
    PERSONAL_MAC,
    PERSONAL_MAIL,
    PERSONAL_NAME,
    PERSONAL_PRIVATE, /* what a table keeps apart, of whatever kind */
    PERSONAL_KINDS
};
static const char *const tokens[] = {"serial",     "ecid",          "uuid", "user", "host", "address",
                                     "link-local", "link-local-v6", "mac",  "mail", "name", "private"};

/* Forms of personal values; group 1, where there is one, is the value. */
static const struct form {
    enum personal kind;
    const char *pattern;
} forms[] = {
    {PERSONAL_UUID, "\\b[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\\b"},
    /* With the backslash that JSON may put before each slash. */
    {PERSONAL_USER, "\\\\?/Users\\\\?/(?!Shared\\b)([^/\\\\\\s\"',;:)<>&]{1,64})"},
    /* At most 64 before the @ and 63 a label (RFC 5321, RFC 1035): else a hostile line takes time in proportion to its square. */
    {PERSONAL_MAIL, "\\b[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\\.){1,20}[A-Za-z]{2,63}\\b"},
    {PERSONAL_MAC, "\\b(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}\\b"},
    {PERSONAL_ADDRESS, "\\b(?:10(?:\\.\\d{1,3}){3}|192\\.168(?:\\.\\d{1,3}){2}|172\\.(?:1[6-9]|2\\d|3[01])(?:\\.\\d{1,3}){2})\\b(?!/)"},
    {PERSONAL_LINK_LOCAL, "\\b169\\.254(?:\\.\\d{1,3}){2}\\b(?!/)"},
    {PERSONAL_LINK_LOCAL_V6, "\\bfe80::[0-9A-Fa-f:]+"},
    {PERSONAL_ECID, "(?:ECID|UniqueChipID)[\"')]*\\s*[:=]\\s*\"?(0x[0-9A-Fa-f]{6,16}|[0-9]{8,20}|[0-9A-F]{12,16})"},
    /* The host name in the head of install.log, syslog and `log show --style syslog` lines. */
    /* Crash and panic reports carry it in their names: Kernel_2024-09-20-103500_studio.panic */
    {PERSONAL_HOST, "_\\d{4}-\\d\\d-\\d\\d-\\d{6}_([A-Za-z0-9][A-Za-z0-9._-]*?)\\.(?:panic|crash|ips|diag|spin|hang)\\b"},
    {PERSONAL_HOST,
     "(?m)^(?:<\\d+>)?(?:\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?[+-]\\d{2,4} {1,2}|(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} [ "
     "\\d]\\d \\d\\d:\\d\\d:\\d\\d )(?!localhost\\b|0x)([A-Za-z0-9][A-Za-z0-9._-]*) [^\\s\\[][^\\[\\n]{0,60}\\[\\d+\\]"},
};
enum { N_FORMS = sizeof forms / sizeof *forms };

/* The same on every Mac: nothing personal in them. */
static const char *const public_uuids[] = {
    "EF57347C-0000-11AA-AA11-00306543ECAC", /* Apple_APFS partition type (apfs reference) */
    "7C3457EF-0000-11AA-AA11-00306543ECAC", "C12A7328-F81F-11D2-BA4B-00A0C93EC93B", "48465300-0000-11AA-AA11-00306543ECAC",
    "69646961-6700-11AA-AA11-00306543ECAC", "52637672-7900-11AA-AA11-00306543ECAC", /* ISC and Recovery partition types (asahi-docs) */
    "7C436110-AB2A-4BBB-A880-FE41995C9F82",                                         /* NVRAM, Apple boot (OpenCore configuration manual) */
    "4D1EDE05-38C7-4A6A-9CC6-4BCCA8B38C14", "4D1FDA02-38C7-4A6A-9CC6-4BCCA8B30102", "8BE4DF61-93CA-11D2-AA0D-00E098032B8C",
    "94B73556-2197-4702-82A8-3E1337DAFBFB",
};

struct known_value {
    struct slice text;
    enum personal kind;
    unsigned number;
    bool literal;   /* known from a table: replaced wherever it stands */
    bool is_public; /* a rule asks for it: never replaced */
};

struct redactor {
    struct arena *arena;
    struct known_value *values;
    size_t n_values, capacity;
    uint32_t *slots;   /* index + 1 of a value; 0: free */
    uint32_t *literal; /* indexes of the literal ones, the longest first */
    size_t n_literal;
    unsigned counts[PERSONAL_KINDS];
    pcre2_code *codes[N_FORMS];
    pcre2_match_data *match;
    struct { /* words asked for before: the same host stands in each line of a log */
        struct slice word;
        bool is_vocabulary;
    } asked[MAX_ASKED];
    size_t n_asked;
};

void redact_wants(struct session *s) {
    session_want(s, "mac");
    session_want(s, "interface");
}

static bool is_public_uuid(struct slice s) {
    for (size_t i = 0; i < sizeof public_uuids / sizeof *public_uuids; i++)
        if (slice_is_nocase(s, public_uuids[i]))
            return true;
    return false;
}

static size_t slot_of(const struct redactor *r, struct slice text) {
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ text.data[i]) * UINT64_C(1099511628211);
    size_t slot = (size_t)(hash ^ (hash >> 32)) & (SLOTS - 1);
    while (r->slots[slot] && !slice_equal(r->values[r->slots[slot] - 1].text, text))
        slot = (slot + 1) & (SLOTS - 1);
    return slot;
}

static bool make_room(struct redactor *r) {
    if (r->n_values < r->capacity)
        return true;
    size_t wider = r->capacity ? 2 * r->capacity : 1024;
    struct known_value *values = wider <= MAX_VALUES ? arena_array(r->arena, wider, sizeof *values) : NULL;
    if (values && r->n_values)
        memcpy(values, r->values, r->n_values * sizeof *values);
    if (values)
        r->values = values;
    r->capacity = values ? wider : r->capacity;
    return values != NULL;
}

static const struct known_value *learn(struct redactor *r, enum personal kind, struct slice text, bool literal) {
    size_t slot = slot_of(r, text);
    if (r->slots[slot]) {
        r->values[r->slots[slot] - 1].literal |= literal;
        return &r->values[r->slots[slot] - 1];
    }
    struct slice copy = arena_slice(r->arena, text);
    if (!copy.data || !make_room(r))
        return NULL;
    r->values[r->n_values] = (struct known_value){.text = copy, .kind = kind, .number = ++r->counts[kind], .literal = literal};
    r->slots[slot] = (uint32_t)++r->n_values;
    return &r->values[r->n_values - 1];
}

/* Upper and lower case: evidence writes both. */
static void keep_uuid(struct redactor *r, struct slice uuid) {
    uint8_t text[64];
    for (int lower = 0; lower <= 1 && uuid.len <= sizeof text; lower++) {
        for (size_t i = 0; i < uuid.len; i++) {
            uint8_t c = uuid.data[i];
            bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
            text[i] = !letter ? c : lower ? c | 0x20 : (uint8_t)(c & ~0x20);
        }
        size_t slot = slot_of(r, slice_of(text, uuid.len));
        struct slice copy = r->slots[slot] ? slice_of(NULL, 0) : arena_slice(r->arena, slice_of(text, uuid.len));
        if (!copy.data || !make_room(r))
            continue;
        r->values[r->n_values] = (struct known_value){.text = copy, .kind = PERSONAL_UUID, .is_public = true};
        r->slots[slot] = (uint32_t)++r->n_values;
    }
}

/* The first form is that of a UUID. */
static bool keep_uuids(void *redactor, struct slice text) {
    struct redactor *r = redactor;
    size_t from = 0;
    while (from < text.len && pcre2_match(r->codes[0], text.data, text.len, from, PCRE2_NO_UTF_CHECK, r->match, NULL) > 0) {
        const PCRE2_SIZE *at = pcre2_get_ovector_pointer(r->match);
        keep_uuid(r, slice_sub(text, at[0], at[1] - at[0]));
        from = at[1];
    }
    return false;
}

/* "<host-1>": evidence that was redacted before. Its number is not given to another value. */
static bool is_token(struct redactor *r, struct slice s) {
    if (!slice_starts_with(s, "<") || !slice_ends_with(s, ">"))
        return false;
    for (size_t i = 0; i < PERSONAL_KINDS; i++) {
        size_t len = strlen(tokens[i]);
        int64_t number = 0;
        if (slice_starts_with(slice_from(s, 1), tokens[i]) && s.len > len + 3 && s.data[len + 1] == '-' &&
            slice_to_int64(slice_sub(s, len + 2, s.len - len - 3), &number) && number > 0 && number < MAX_VALUES) {
            r->counts[i] = r->counts[i] < (unsigned)number ? (unsigned)number : r->counts[i];
            return true;
        }
    }
    return slice_is(s, "<redacted>");
}

/* Words that are names on nobody's Mac in particular; replacing them would only blur the evidence. */
static bool is_common_word(struct slice s) {
    static const char *const words[] = {"localhost",   "admin",       "root",      "user",    "Mac",   "iMac",   "MacBook",
                                        "MacBook-Pro", "MacBook-Air", "Mac-mini",  "macOS",   "Apple", "none",   "HOST",
                                        "Admin",       "test",        "127.0.0.1", "0.0.0.0", "::1",   "daemon", "nobody"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(s, words[i]))
            return true;
    for (size_t i = 0; i < PERSONAL_KINDS; i++)
        if (slice_is(s, tokens[i]))
            return true;
    return false;
}

static bool is_vocabulary(struct redactor *r, const struct knowledge *k, struct slice text) {
    for (size_t i = 0; i < r->n_asked; i++)
        if (slice_equal(r->asked[i].word, text))
            return r->asked[i].is_vocabulary;
    bool answer = redact_is_vocabulary(k, text);
    struct slice copy = r->n_asked < MAX_ASKED ? arena_slice(r->arena, text) : slice_of(NULL, 0);
    if (copy.data) {
        r->asked[r->n_asked].word = copy;
        r->asked[r->n_asked++].is_vocabulary = answer;
    }
    return answer;
}

/* "000000" stands in many numbers and tells nothing. */
static bool is_one_character(struct slice s) {
    for (size_t i = 1; i < s.len; i++)
        if (s.data[i] != s.data[0])
            return false;
    return true;
}

/* A value that a table or a log line gave. A name that is also a word of rules and logs ("apple", "update") is replaced by its form only.
 */
static void learn_literal(struct redactor *r, const struct knowledge *k, enum personal kind, struct slice text) {
    bool name = kind == PERSONAL_USER || kind == PERSONAL_HOST;
    size_t least =
        kind == PERSONAL_PRIVATE ? MIN_PRIVATE : MIN_VALUE; /* a short one would be found in places that it has nothing to do with */
    bool of_a_service = kind == PERSONAL_USER && slice_starts_with(text, "_"); /* _softwareupdate: the same on every Mac */
    if (text.len < least || text.len > MAX_VALUE || is_common_word(text) || of_a_service || is_token(r, text) || is_one_character(text))
        return;
    if (!name || !is_vocabulary(r, k, text))
        (void)learn(r, kind, text, true);
}

/* Columns whose values are replaced wherever they stand, where the table is filled. */
static const struct {
    const char *table, *column;
    enum personal kind;
} personal_columns[] = {
    {"mac", "serial", PERSONAL_SERIAL},
    {"mac", "ecid", PERSONAL_ECID},
    {"mac", "uuid", PERSONAL_UUID},
    {"mac", "computer_name", PERSONAL_HOST},
    {"mac", "user", PERSONAL_USER},
    {"log", "host", PERSONAL_HOST},
    {"account", "user", PERSONAL_USER},
    {"account", "uuid", PERSONAL_UUID},
    {"process", "user", PERSONAL_USER},
    {"profile", "user", PERSONAL_USER},
    {"launchd_job", "username", PERSONAL_USER},
    {"security", "private_value", PERSONAL_PRIVATE},
    {"nvram", "private_value", PERSONAL_PRIVATE},
    {"preference", "private_value", PERSONAL_PRIVATE},
    {"ticket", "ecid", PERSONAL_ECID},
    {"ticket_property", "private_value", PERSONAL_PRIVATE},
};

static void learn_column(struct redactor *r, struct session *s, const char *table, const char *column, enum personal kind) {
    char sql[160];
    snprintf(sql, sizeof sql, "SELECT DISTINCT \"%s\" FROM \"%s\" WHERE \"%s\" IS NOT NULL LIMIT %d", column, table, column, MAX_LEARNED);
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(s, sql, NULL);
    while (stmt && sqlite3_step(stmt) == SQLITE_ROW) {
        learn_literal(r, session_knowledge(s), kind, slice_trim(stmt_text(stmt, 0)));
    }
}

/* The Mac's own addresses, also those that anybody can reach. */
static void learn_addresses(struct redactor *r, struct session *s) {
    sqlite3_stmt *stmt CLEANUP_STMT =
        session_prepare(s, "SELECT COALESCE(ipv4, '') || ' ' || COALESCE(ipv6, '') FROM interface LIMIT 500", NULL);
    while (stmt && sqlite3_step(stmt) == SQLITE_ROW) {
        struct slice rest = stmt_text(stmt, 0), word;
        while (slice_next_word(&rest, &word)) {
            struct ip_address a;
            struct slice address = slice_sub(word, 0, slice_find_byte(word, '%'));
            if (!ip_address_parse(address, &a) || !ip_address_is_routable(&a))
                continue;
            learn_literal(r, session_knowledge(s), PERSONAL_ADDRESS, address);
        }
    }
}

static bool compile_forms(struct redactor *r, struct error *err) {
    for (size_t i = 0; i < N_FORMS; i++) {
        int code = 0;
        PCRE2_SIZE offset = 0;
        r->codes[i] = pcre2_compile((PCRE2_SPTR)forms[i].pattern, PCRE2_ZERO_TERMINATED, 0, &code, &offset, NULL);
        if (!r->codes[i])
            return error_set(err, "redaction pattern %zu does not compile at %zu", i, (size_t)offset);
        (void)pcre2_jit_compile(r->codes[i], PCRE2_JIT_COMPLETE); /* where it is not to be had, matching is slower */
    }
    r->match = pcre2_match_data_create(8, NULL);
    return r->match ? true : error_set(err, "out of memory");
}

/* The host names in the heads of quoted log lines, so that they are known where they stand without a head: in a title, a path. */
static void learn_hosts(struct redactor *r, struct session *s, const char *sql) {
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(s, sql, NULL);
    while (stmt && sqlite3_step(stmt) == SQLITE_ROW) {
        struct slice text = stmt_text(stmt, 0);
        for (size_t i = 0; i < N_FORMS; i++) {
            if (forms[i].kind != PERSONAL_HOST || pcre2_match(r->codes[i], text.data, text.len, 0, PCRE2_NO_UTF_CHECK, r->match, NULL) < 2)
                continue;
            const PCRE2_SIZE *at = pcre2_get_ovector_pointer(r->match);
            struct slice host = slice_sub(text, at[2], at[3] - at[2]);
            learn_literal(r, session_knowledge(s), PERSONAL_HOST, host);
        }
    }
}

/* The longest first: a name may be part of another. */
static bool list_literals(struct redactor *r) {
    r->literal = arena_array(r->arena, r->n_values, sizeof *r->literal);
    for (size_t i = 0; r->literal && i < r->n_values; i++) {
        if (!r->values[i].literal)
            continue;
        size_t at = r->n_literal++;
        for (; at > 0 && r->values[r->literal[at - 1]].text.len < r->values[i].text.len; at--)
            r->literal[at] = r->literal[at - 1];
        r->literal[at] = (uint32_t)i;
    }
    return r->literal != NULL;
}

struct redactor *redactor_open(struct session *s, struct arena *arena, struct error *err) {
    struct redactor *r = calloc(1, sizeof *r);
    if (!r) {
        error_set(err, "out of memory");
        return NULL;
    }
    r->arena = arena;
    r->slots = arena_array(arena, SLOTS, sizeof *r->slots);
    if (!r->slots ? !error_set(err, "out of memory") : !compile_forms(r, err)) {
        redactor_close(r);
        return NULL;
    }
    redact_vocabulary_each(session_knowledge(s), keep_uuids, r);
    for (size_t i = 0; i < sizeof personal_columns / sizeof *personal_columns; i++)
        if (session_wants(s, table_index(personal_columns[i].table)))
            learn_column(r, s, personal_columns[i].table, personal_columns[i].column, personal_columns[i].kind);
    if (session_wants(s, table_index("signal")))
        learn_hosts(r, s, "SELECT text FROM signal WHERE text IS NOT NULL LIMIT 2000");
    if (session_wants(s, table_index("error")))
        learn_hosts(r, s, "SELECT quote FROM error WHERE quote IS NOT NULL LIMIT 2000");
    if (session_wants(s, table_index("evidence")))
        learn_hosts(r, s, "SELECT path FROM evidence LIMIT 20000");
    if (session_wants(s, table_index("interface")))
        learn_addresses(r, s);
    if (!list_literals(r)) {
        error_set(err, "out of memory");
        redactor_close(r);
        return NULL;
    }
    return r;
}

void redactor_close(struct redactor *r) {
    if (!r)
        return;
    for (size_t i = 0; i < N_FORMS; i++)
        pcre2_code_free(r->codes[i]);
    pcre2_match_data_free(r->match);
    free(r);
}

static void add_token(struct buffer *out, const struct known_value *v) { buffer_printf(out, "<%s-%u>", tokens[v->kind], v->number); }

static bool is_word(struct slice s, size_t at) {
    return at < s.len && ((s.data[at] >= '0' && s.data[at] <= '9') || (s.data[at] >= 'A' && s.data[at] <= 'Z') ||
                          (s.data[at] >= 'a' && s.data[at] <= 'z'));
}

static void replace_literal(const struct known_value *v, struct slice in, struct buffer *out) {
    size_t from = 0;
    while (from < in.len) {
        size_t hit = slice_find(slice_from(in, from), v->text);
        if (hit == SLICE_NOT_FOUND)
            break;
        hit += from;
        bool whole = !(hit > 0 && is_word(in, hit - 1)) && !is_word(in, hit + v->text.len);
        buffer_append(out, slice_sub(in, from, hit - from));
        if (whole)
            add_token(out, v);
        else
            buffer_append(out, v->text);
        from = hit + v->text.len;
    }
    buffer_append(out, slice_from(in, from));
}

/* What of the match is the value: group 1 where it took part, else all. A pair of a group that did not is never written. */
static struct slice value_of(const struct redactor *r, struct slice in, int pairs, size_t *ret_start) {
    const PCRE2_SIZE *v = pcre2_get_ovector_pointer(r->match);
    bool group = pairs > 1 && v[2] != PCRE2_UNSET && v[2] >= v[0] && v[3] <= v[1];
    *ret_start = group ? v[2] : v[0];
    return slice_sub(in, *ret_start, (group ? v[3] : v[1]) - *ret_start);
}

static void replace_form(struct redactor *r, size_t form, struct slice in, struct buffer *out) {
    size_t from = 0, start = 0;
    int pairs = PCRE2_ERROR_NOMATCH;
    while (from < in.len && (pairs = pcre2_match(r->codes[form], in.data, in.len, from, PCRE2_NO_UTF_CHECK, r->match, NULL)) > 0) {
        struct slice text = value_of(r, in, pairs, &start);
        if (start + text.len <= from)
            break;
        bool keep = (forms[form].kind == PERSONAL_UUID && is_public_uuid(text)) || is_common_word(text) || is_token(r, text);
        const struct known_value *known = keep ? NULL : learn(r, forms[form].kind, text, false);
        buffer_append(out, slice_sub(in, from, start - from));
        if (known && known->is_public)
            buffer_append(out, text);
        else if (known)
            add_token(out, known);
        else
            buffer_append(out, keep ? text : slice_str("<redacted>"));
        from = start + text.len;
        pairs = PCRE2_ERROR_NOMATCH;
    }
    /* What could not be searched is not shown. */
    buffer_append(out, pairs == PCRE2_ERROR_NOMATCH ? slice_from(in, from) : slice_str("<redacted>"));
}

static void swap(struct buffer *a, struct buffer *b) {
    struct buffer c = *a;
    *a = *b;
    *b = c;
    buffer_clear(b);
}

void redact_append(struct redactor *r, struct slice text, struct buffer *out) {
    if (!r || text.len == 0) {
        buffer_append(out, text);
        return;
    }
    struct buffer now CLEANUP_BUFFER = buffer_with_limit(TEXT_LIMIT), next CLEANUP_BUFFER = buffer_with_limit(TEXT_LIMIT);
    buffer_append(&now, text);
    for (size_t i = 0; i < N_FORMS; i++) {
        replace_form(r, i, buffer_slice(&now), &next);
        swap(&now, &next);
    }
    for (size_t i = 0; i < r->n_literal; i++) {
        const struct known_value *v = &r->values[r->literal[i]];
        if (slice_find(buffer_slice(&now), v->text) == SLICE_NOT_FOUND)
            continue;
        replace_literal(v, buffer_slice(&now), &next);
        swap(&now, &next);
    }
    buffer_append(out, buffer_ok(&now) && buffer_ok(&next) ? buffer_slice(&now) : slice_str("<text too long to redact>"));
}

struct slice redact_slice(struct redactor *r, struct arena *arena, struct slice text) {
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(TEXT_LIMIT);
    if (!r)
        return text;
    redact_append(r, text, &out);
    return arena_slice(arena, buffer_slice(&out));
}

static void mask(struct slice bytes, uint8_t *base, size_t start, size_t len) {
    if (start <= bytes.len && len <= bytes.len - start)
        memset(base + start, 'x', len);
}

/* Every place of the text, also inside words, with `step` bytes from one of its bytes to the next (2: UTF-16BE). */
static void mask_literal(struct slice bytes, uint8_t *base, struct slice text, size_t step) {
    for (size_t at = 0; text.len && at + text.len * step <= bytes.len; at++) {
        size_t i = 0;
        while (i < text.len && base[at + i * step + step - 1] == text.data[i] && (step == 1 || base[at + i * step] == 0))
            i++;
        for (size_t j = 0; i == text.len && j < text.len; j++)
            base[at + j * step + step - 1] = 'x';
    }
}

void redact_mask(struct redactor *r, uint8_t *base, size_t len) {
    struct slice bytes = slice_of(base, len);
    for (size_t i = 0; i < N_FORMS; i++) {
        size_t from = 0, start = 0;
        int pairs;
        while (from < len && (pairs = pcre2_match(r->codes[i], base, len, from, PCRE2_NO_UTF_CHECK, r->match, NULL)) > 0) {
            struct slice text = value_of(r, bytes, pairs, &start);
            if (start + text.len <= from)
                break;
            size_t slot = slot_of(r, text);
            bool asked_for = r->slots[slot] && r->values[r->slots[slot] - 1].is_public;
            if (!asked_for && !(forms[i].kind == PERSONAL_UUID && is_public_uuid(text)))
                mask(bytes, base, start, text.len);
            from = start + text.len;
        }
    }
    for (size_t i = 0; i < r->n_literal; i++)
        for (size_t step = 1; step <= 2; step++)
            mask_literal(bytes, base, r->values[r->literal[i]].text, step);
}

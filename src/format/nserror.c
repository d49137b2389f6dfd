#include "format/nserror.h"

#include "format/nserror_mention.h"

enum { MAX_DOMAIN = 200, MAX_KEY = 120, MENTION_BEFORE_OBJECT = 64 };

/* A UserInfo={ that is not closed yet. */
struct open_info {
    size_t error, braces; /* `braces` are open just inside it */
    struct slice key;     /* of the value being read; empty when it matters to nobody */
    size_t value_at;
};

struct scan {
    struct slice text;
    size_t at, braces;
    struct open_info open[NSERROR_MAX_DEPTH];
    size_t n_open;
    struct nserror_list *list;
};

static size_t skip_blanks(struct slice text, size_t at) {
    while (at < text.len && (text.data[at] == ' ' || text.data[at] == '\t' || text.data[at] == '\n' || text.data[at] == '\r'))
        at++;
    return at;
}

/* ---- UserInfo ---- */

struct info_key {
    const char *key;
    size_t field; /* offset of a struct slice in struct nserror */
    bool preferred;
};

static const struct info_key info_keys[] = {
    {"NSLocalizedDescription", offsetof(struct nserror, description), true},
    {"NSLocalizedFailure", offsetof(struct nserror, description), false},
    {"NSLocalizedRecoverySuggestion", offsetof(struct nserror, suggestion), true},
    {"NSLocalizedFailureReason", offsetof(struct nserror, reason), true},
    {"NSDebugDescription", offsetof(struct nserror, reason), false},
    {"NSErrorFailingURLStringKey", offsetof(struct nserror, url), true},
    {"NSErrorFailingURLKey", offsetof(struct nserror, url), false},
    {"NSFilePath", offsetof(struct nserror, path), true},
    {"_kCFStreamErrorCodeKey", offsetof(struct nserror, stream_error), true},
    {"_kCFStreamErrorDomainKey", offsetof(struct nserror, stream_domain), true},
    {"BYErrorHint", offsetof(struct nserror, hint), true},
    {"SUMacControllerErrorIndicationsMask", offsetof(struct nserror, hint), true},
    {"SUCoreErrorIndicationsMask", offsetof(struct nserror, hint), true},
    {"MSUFullReplacementRecommened", offsetof(struct nserror, hint), false},
};

static bool ends_value(uint8_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ';' || c == '\\'; }

static struct slice trim_value(struct slice v) {
    while (v.len > 0 && ends_value(v.data[v.len - 1]))
        v.len--;
    v = slice_trim(v);
    if (v.len >= 2 && v.data[0] == '"' && v.data[v.len - 1] == '"')
        v = slice_sub(v, 1, v.len - 2);
    return v;
}

static void keep_value(struct scan *s, const struct open_info *info, size_t end) {
    char *error = (char *)&s->list->errors[info->error];
    for (size_t i = 0; i < sizeof info_keys / sizeof *info_keys; i++) {
        if (!slice_is(info->key, info_keys[i].key))
            continue;
        struct slice value = trim_value(slice_sub(s->text, info->value_at, end - info->value_at)), held;
        memcpy(&held, error + info_keys[i].field, sizeof held);
        if (!held.data || info_keys[i].preferred)
            memcpy(error + info_keys[i].field, &value, sizeof value);
    }
}

/* "key=" or "key = " at `at`: *ret_info gets the key and where its value begins. */
static bool key_at(struct slice text, size_t at, struct open_info *ret_info) {
    size_t start = skip_blanks(text, at), end = start;
    while (end < text.len && end - start < MAX_KEY && (nserror_is_identifier(text.data[end]) || text.data[end] == '-'))
        end++;
    size_t equals = skip_blanks(text, end);
    if (end == start || equals >= text.len || text.data[equals] != '=')
        return false;
    ret_info->key = slice_sub(text, start, end - start);
    ret_info->value_at = equals + 1;
    return true;
}

static void open_brace(struct scan *s) {
    s->braces += s->n_open > 0;
    s->at++;
}

static void close_brace(struct scan *s) {
    if (s->n_open > 0 && s->braces > 0) {
        const struct open_info *info = &s->open[s->n_open - 1];
        if (info->braces == s->braces) {
            keep_value(s, info, s->at);
            s->n_open--;
        }
        s->braces--;
    }
    if (s->n_open == 0)
        s->braces = 0;
    s->at++;
}

/* ", key=" ends a value of the innermost UserInfo and begins the next; any other comma belongs to the value. */
static void separator(struct scan *s) {
    size_t at = s->at++;
    struct open_info *info = s->n_open > 0 ? &s->open[s->n_open - 1] : NULL;
    if (!info || info->braces != s->braces)
        return;
    struct open_info ended = *info;
    if (!key_at(s->text, at + 1, info))
        return;
    keep_value(s, &ended, at);
    s->at = info->value_at;
}

/* ---- the list ---- */

static struct nserror *find_same(struct nserror_list *list, const struct nserror *e) {
    for (size_t i = 0; i < list->n; i++) {
        struct nserror *other = &list->errors[i];
        bool code = other->has_code == e->has_code && other->code == e->code;
        if (slice_equal(other->domain, e->domain) && code && (e->has_code || slice_equal(other->name, e->name)))
            return other;
    }
    return NULL;
}

static void place(struct nserror_list *list, struct nserror *e, size_t parent) {
    e->parent = parent;
    e->depth = parent == NSERROR_NO_PARENT ? 0 : list->errors[parent].depth + 1;
    if (parent != NSERROR_NO_PARENT)
        e->chain = list->errors[parent].chain;
    else
        e->chain = list->n == 0 ? 0 : list->errors[list->n - 1].chain + 1;
}

static void add(struct nserror_list *list, struct nserror e, size_t parent) {
    if (list->n == NSERROR_MAX) {
        list->left_out++;
        return;
    }
    place(list, &e, parent);
    list->errors[list->n++] = e;
}

static size_t innermost(const struct scan *s) { return s->n_open > 0 ? s->open[s->n_open - 1].error : NSERROR_NO_PARENT; }

/* A mention of what an object of the same text already told is not a second error. */
static bool add_mention(struct scan *s, size_t at, size_t parent, size_t *ret_end) {
    struct nserror e;
    if (!nserror_mention_at(s->text, at, &e, ret_end))
        return false;
    e.mention = true;
    if (!find_same(s->list, &e))
        add(s->list, e, parent);
    return true;
}

/* Mentions inside an error's own text, "[SUMacControllerErrorX=1] … : [SUCoreErrorY:2]", are its children. */
static void mentions_within(struct scan *s, struct slice inner, size_t parent) {
    if (!inner.data)
        return;
    size_t at = (size_t)(inner.data - s->text.data), end = at + inner.len;
    while (at < end) {
        size_t next = 0;
        if (nserror_may_begin(s->text.data[at]) && add_mention(s, at, parent, &next) && next > at)
            at = next;
        else
            at++;
    }
}

/* ---- "Error Domain=" ---- */

struct quote {
    const char *open, *close;
};
static const struct quote quotes[] = {
    {"\"", "\""}, {"\xE2\x80\x9C", "\xE2\x80\x9D"}, {"\xE2\x80\x9E", "\xE2\x80\x9C"}, {"\xC2\xAB", "\xC2\xBB"}};

static size_t backslashes_before(struct slice text, size_t at, size_t floor) {
    size_t n = 0;
    for (; at > floor && text.data[at - 1] == '\\'; at--)
        n++;
    return n;
}

static bool opens_inner(struct slice text, size_t at, size_t width) {
    bool after_blank = at > 0 && (text.data[at - 1] == ' ' || text.data[at - 1] == '(');
    return after_blank && at + width < text.len && nserror_is_identifier(text.data[at + width]) && text.data[at + width] != '.';
}

/*
 * Where the text that begins at `begin` ends: offset of the closing quote, or `limit`. The text may hold quotes itself: one
 * that opens after a blank must close first, unless a UserInfo follows; only quotes that are escaped alike count.
 */
static size_t find_close(struct slice text, size_t begin, size_t limit, const struct quote *q, size_t escapes) {
    size_t nested = 0, open = strlen(q->open), close = strlen(q->close);
    for (size_t i = begin; i < limit; i++) {
        bool opens = nserror_has_at(text, i, q->open), closes = nserror_has_at(text, i, q->close);
        if ((!opens && !closes) || backslashes_before(text, i, begin) != escapes)
            continue;
        if (closes && nserror_has_at(text, i + close, " UserInfo="))
            return i;
        if (opens && opens_inner(text, i, open))
            nested++;
        else if (closes && nested > 0)
            nested--;
        else if (closes)
            return i;
    }
    return limit;
}

/* The text in quotes at `at`; without an end it goes to `limit`. */
static bool quoted_at(struct slice text, size_t at, size_t limit, struct slice *ret_inner, size_t *ret_end) {
    size_t escapes = 0;
    while (at + escapes < limit && text.data[at + escapes] == '\\')
        escapes++;
    size_t start = at + escapes;
    const struct quote *q = NULL;
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes && !q; i++)
        q = nserror_has_at(text, start, quotes[i].open) ? &quotes[i] : NULL;
    if (!q)
        return false;
    size_t begin = start + strlen(q->open);
    if (begin > limit)
        return false;
    size_t end = find_close(text, begin, limit, q, escapes);
    bool closed = end < limit;
    *ret_inner = slice_sub(text, begin, closed ? end - escapes - begin : end - begin);
    *ret_end = closed ? end + strlen(q->close) : limit;
    return true;
}

/* "UserInfo=", an address, a brace: *ret_end behind the brace, or behind the address where no brace follows. */
static bool info_at(struct slice text, size_t at, size_t *ret_end, bool *ret_braced) {
    at = skip_blanks(text, at);
    if (!nserror_has_at(text, at, "UserInfo="))
        return false;
    at += strlen("UserInfo=");
    if (nserror_has_at(text, at, "0x"))
        while (at < text.len && nserror_is_identifier(text.data[at]))
            at++;
    size_t brace = skip_blanks(text, at);
    while (brace < text.len && text.data[brace] == '\\')
        brace++;
    *ret_braced = brace < text.len && text.data[brace] == '{';
    *ret_end = *ret_braced ? brace + 1 : at;
    return true;
}

/* Domain and code behind "Error Domain=": where they end. */
static size_t read_head(struct slice text, size_t at, struct nserror *e) {
    struct slice rest = slice_sub(text, at, MAX_DOMAIN);
    size_t code = slice_find_str(rest, " Code="), line = slice_find_byte(rest, '\n'), end = 0;
    if (code != SLICE_NOT_FOUND && (line == SLICE_NOT_FOUND || line > code)) {
        e->domain = slice_sub(rest, 0, code);
        size_t number = at + code + strlen(" Code="), behind = number;
        e->has_code = nserror_number_at(text, number, &e->code, &behind);
        return behind;
    }
    while (end < rest.len && (nserror_is_identifier(rest.data[end]) || rest.data[end] == '-'))
        end++;
    e->domain = slice_sub(rest, 0, end);
    return at + end;
}

/* Text and UserInfo, in the order of today or of before 10.9 (UserInfo=0x… "text"). */
static size_t read_rest(struct slice text, size_t at, size_t limit, struct nserror *e, bool *ret_braced) {
    for (int part = 0; part < 2 && !*ret_braced; part++) {
        size_t next = skip_blanks(text, at);
        if (!e->text.data && next < limit && quoted_at(text, next, limit, &e->text, &at))
            continue;
        if (!info_at(text, at, &at, ret_braced))
            break;
    }
    return at;
}

/*
 * An object tells more than the mention of the same error that it follows ("error [-1009] Error Domain=… Code=-1009") or
 * that its parent's text makes ("… Prepare operation: [NSPOSIXErrorDomain:2]"), and takes its place. The index of that place.
 */
static size_t replace_mention(struct nserror_list *list, struct nserror e, size_t parent) {
    struct nserror *same = find_same(list, &e);
    if (!same || !same->mention)
        return list->n;
    size_t index = (size_t)(same - list->errors);
    if (parent == NSERROR_NO_PARENT) {
        if (index + 1 != list->n || same->depth > 0 || same->offset + MENTION_BEFORE_OBJECT < e.offset)
            return list->n;
        e.parent = parent;
        e.chain = same->chain;
    } else {
        if (same->chain != list->errors[parent].chain || index <= parent)
            return list->n;
        place(list, &e, parent);
    }
    *same = e;
    return index;
}

static void open_userinfo(struct scan *s, size_t error) {
    s->braces++;
    if (s->n_open == NSERROR_MAX_DEPTH)
        return;
    struct open_info *info = &s->open[s->n_open++];
    *info = (struct open_info){.error = error, .braces = s->braces};
    if (key_at(s->text, s->at, info))
        s->at = info->value_at;
}

static void object(struct scan *s) {
    struct nserror e = {.offset = s->at};
    size_t end = read_head(s->text, s->at + strlen("Error Domain="), &e);
    size_t next = slice_find_str(slice_from(s->text, end), "Error Domain=");
    size_t limit = next == SLICE_NOT_FOUND ? s->text.len : end + next;
    bool braced = false;
    s->at = read_rest(s->text, end, limit, &e, &braced);
    struct slice own_text = e.text;
    e.name = nserror_bracketed_name(e.text);
    if (slice_is(e.text, "(null)"))
        e.text = (struct slice){0};
    size_t index = replace_mention(s->list, e, innermost(s));
    if (index == s->list->n)
        add(s->list, e, innermost(s));
    if (index == s->list->n) { /* past the limit: only its braces still matter */
        s->braces += braced && s->n_open > 0;
        return;
    }
    mentions_within(s, own_text, index);
    if (braced)
        open_userinfo(s, index);
}

static void step(struct scan *s) {
    uint8_t c = s->text.data[s->at];
    size_t end = 0;
    if (c == '{')
        open_brace(s);
    else if (c == '}')
        close_brace(s);
    else if (c == ',' || c == ';')
        separator(s);
    else if (!nserror_may_begin(c))
        s->at++;
    else if (nserror_has_at(s->text, s->at, "Error Domain="))
        object(s);
    else if (add_mention(s, s->at, innermost(s), &end) && end > s->at)
        s->at = end;
    else
        s->at++;
}

/* Nothing begins here and no UserInfo is open: on to the next byte that matters. */
static void skip_plain(struct scan *s) {
    while (s->at < s->text.len && !nserror_may_begin(s->text.data[s->at]))
        s->at++;
}

void nserror_find(struct slice text, struct nserror_list *ret_list) {
    struct scan s; /* its stack is filled as it grows */
    s.text = text;
    s.at = s.braces = s.n_open = 0;
    s.list = ret_list;
    ret_list->n = ret_list->left_out = 0;
    while (s.at < text.len) {
        if (s.n_open == 0)
            skip_plain(&s);
        if (s.at < text.len)
            step(&s);
    }
    while (s.n_open > 0) /* truncated: what there is of the values stays */
        keep_value(&s, &s.open[--s.n_open], text.len);
    for (size_t i = 0; i < ret_list->n; i++)
        ret_list->errors[i].host = nserror_url_host(ret_list->errors[i].url);
}

struct slice nserror_url_host(struct slice url) {
    struct slice before, rest;
    if (!slice_cut(url, "://", &before, &rest))
        return (struct slice){0};
    size_t end = 0;
    while (end < rest.len && rest.data[end] != '/' && rest.data[end] != '?' && rest.data[end] != '#' && rest.data[end] != ' ')
        end++;
    struct slice host = slice_sub(rest, 0, end);
    if (slice_cut(host, "@", &before, &rest))
        host = rest;
    if (host.len > 0 && host.data[0] == '[') { /* IPv6 */
        size_t bracket = slice_find_byte(host, ']');
        return bracket == SLICE_NOT_FOUND ? host : slice_sub(host, 1, bracket - 1);
    }
    return slice_sub(host, 0, slice_find_byte(host, ':'));
}

int64_t authinstall_code_of_tss_status(int64_t status) {
    static const int8_t own_codes[] = {13, 4, 11, 8, 9, 1, 2, 5, 1, 1, 1, 1, 12};
    if (status == 0)
        return 0;
    if (status < 10000)
        return 3100 + status;
    return status <= 10012 ? own_codes[status - 10000] : 14;
}

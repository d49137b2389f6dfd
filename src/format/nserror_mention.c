#include "format/nserror_mention.h"

enum { LOOK = 200, MAX_NAME = 120, MAX_LINE = 1024 };

/* One form: what it begins with and how it is read. */
typedef bool mention_reader(struct slice text, size_t at, struct nserror *e, size_t *ret_end);
struct mention_form {
    const char *literal;
    uint8_t length;
    mention_reader *read;
};

/* ---- pieces ---- */

bool nserror_has_at(struct slice text, size_t at, const char *literal) {
    size_t n = strlen(literal);
    return at <= text.len && n <= text.len - at && memcmp(text.data + at, literal, n) == 0;
}

static bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }

static bool is_letter(uint8_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool nserror_number_at(struct slice text, size_t at, int64_t *ret_value, size_t *ret_end) {
    size_t end = at + (at < text.len && text.data[at] == '-'), first = end;
    while (end < text.len && is_digit(text.data[end]) && end - first < 20)
        end++;
    if (end == first || (end < text.len && (is_letter(text.data[end]) || is_digit(text.data[end]) || text.data[end] == '_')))
        return false;
    if (!slice_to_int64(slice_sub(text, at, end - at), ret_value))
        return false;
    *ret_end = end;
    return true;
}

static struct slice identifier_at(struct slice text, size_t at) {
    size_t end = at;
    while (end < text.len && end - at < MAX_NAME && nserror_is_identifier(text.data[end]))
        end++;
    while (end > at && text.data[end - 1] == '.')
        end--;
    return slice_sub(text, at, end - at);
}

/* The identifier that ends at `end`. */
static struct slice identifier_before(struct slice text, size_t end) {
    size_t at = end;
    while (at > 0 && end - at < MAX_NAME && nserror_is_identifier(text.data[at - 1]))
        at--;
    return slice_sub(text, at, end - at);
}

static size_t offset_of(struct slice text, struct slice part) { return (size_t)(part.data - text.data); }

/* The rest of the line at `at`, trimmed, at most MAX_LINE bytes; NULL data when empty. */
static struct slice line_at(struct slice text, size_t at) {
    struct slice rest = slice_sub(text, at, MAX_LINE);
    rest = slice_trim(slice_sub(rest, 0, slice_find_byte(rest, '\n')));
    return rest.len > 0 ? rest : (struct slice){0};
}

/* ---- which domain ---- */

struct range {
    int64_t from, to;
    const char *domain;
};
static const struct range ranges[] = {
    {-1299, -995, "NSURLErrorDomain"},         {-2000, -2000, "NSURLErrorDomain"},        {-3007, -3000, "NSURLErrorDomain"},
    {-9890, -9800, "NSOSStatusErrorDomain"},   {-20999, -20000, "AKAuthenticationError"}, {-22999, -22000, "AKAuthenticationError"},
    {-25350, -25240, "NSOSStatusErrorDomain"}, {-67999, -67000, "NSOSStatusErrorDomain"}, {-69999, -69500, "com.apple.diskmanagement"},
};

const char *nserror_domain_of_number(int64_t number) {
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (number >= ranges[i].from && number <= ranges[i].to)
            return ranges[i].domain;
    return NULL;
}

struct prefix {
    const char *prefix, *domain;
};

/* Symbolic names of codes. */
static const struct prefix names[] = {
    {"kAMAuthInstallError", "AMAuthInstallErrorDomain"},
    {"kAMRestore", "AMRestoreErrorDomain"},
    {"SUMacControllerError", "SUMacControllerError"},
    {"SUCoreError", "SUCoreError"},
    {"kSUCoreError", "SUCoreError"},
    {"MSU_ERR_", "MobileSoftwareUpdateErrorDomain"},
    {"NSURLError", "NSURLErrorDomain"},
    {"kCFURLError", "kCFErrorDomainCFNetwork"},
    {"errSSL", "NSOSStatusErrorDomain"},
    {"errSec", "NSOSStatusErrorDomain"},
    {"CSSMERR_", "NSOSStatusErrorDomain"},
    {"MADownload", "com.apple.MobileAssetError.Download"},
};

/* Functions that print "… failed: N". */
static const struct prefix functions[] = {
    {"AMAuthInstall", "AMAuthInstallErrorDomain"},
    {"_AMAuthInstall", "AMAuthInstallErrorDomain"},
    {"AMRestore", "AMRestoreErrorDomain"},
    {"_AMRestore", "AMRestoreErrorDomain"},
};

static const struct prefix aliases[] = {
    {"MSU", "MobileSoftwareUpdateErrorDomain"}, {"RRD", "RamrodErrorDomain"}, {"OSStatus", "NSOSStatusErrorDomain"}};

#define BY_PREFIX(table, s) by_prefix(table, sizeof(table) / sizeof *(table), s)

/* The domain of the first prefix that `s` has and goes on behind. */
static const char *by_prefix(const struct prefix *table, size_t n, struct slice s) {
    for (size_t i = 0; i < n; i++)
        if (slice_starts_with(s, table[i].prefix) && s.len > strlen(table[i].prefix))
            return table[i].domain;
    return NULL;
}

static struct slice full_domain(struct slice s) {
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (slice_is(s, aliases[i].prefix))
            return slice_str(aliases[i].domain);
    return s;
}

static bool is_domain(struct slice s) {
    if (s.len < 3 || !is_letter(s.data[0]))
        return false;
    return slice_contains(s, "Error") || slice_ends_with(s, "Domain");
}

static bool is_alias(struct slice s) { return full_domain(s).data != s.data; }

static bool is_reverse_dns(struct slice s) { return slice_starts_with(s, "com.apple."); }

/* "error" in the languages in which Foundation says "(X error N.)"; names like com.apple.X also stand before other numbers. */
static bool says_error(struct slice s) {
    static const char *const words[] = {"rror",   "Fehler", "rreur", "erro ", "fout ", "fel ",   "fejl ",  "feil ",
                                        "virhe ", "エラー", "错误",  "錯誤",  "오류",  "ошибка", "Ошибка", "błąd "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_contains(s, words[i]))
            return true;
    return false;
}

static void set(struct nserror *e, size_t offset, struct slice domain, int64_t code) {
    e->offset = offset;
    e->domain = domain;
    e->code = code;
    e->has_code = true;
}

static bool set_by_number(struct nserror *e, size_t offset, int64_t code) {
    const char *domain = nserror_domain_of_number(code);
    if (domain)
        set(e, offset, slice_str(domain), code);
    return domain != NULL;
}

/* ---- (…) ---- */

static const char *const brackets[][2] = {{"(", ")"}, {"\xEF\xBC\x88", "\xEF\xBC\x89"}};

/* "7301 (SUMacControllerErrorScanNoUpdateFound)"; 0 is success. "MSU_ERR_NETWORK(32)" is read from its name on. */
static bool name_in_parentheses(struct slice text, size_t at, struct slice inner, struct nserror *e) {
    const char *domain = BY_PREFIX(names, inner);
    if (!domain || identifier_at(inner, 0).len != inner.len)
        return false;
    size_t end = at;
    while (end > 0 && text.data[end - 1] == ' ')
        end--;
    struct slice number = identifier_before(text, end);
    size_t start = offset_of(text, number), behind = 0;
    start -= start > 0 && number.len > 0 && text.data[start - 1] == '-';
    int64_t code = 0;
    if (number.len == 0 || !nserror_number_at(slice_sub(text, 0, end), start, &code, &behind) || code == 0)
        return false;
    set(e, start, slice_str(domain), code);
    e->name = inner;
    return true;
}

/* The first number behind `from` in the bracket, a sign belonging to it. */
static bool number_behind(struct slice inner, size_t from, int64_t *ret_code) {
    for (size_t i = from; i < inner.len; i++) {
        uint8_t c = inner.data[i];
        size_t start = i > from && inner.data[i - 1] == '-' ? i - 1 : i, end = 0;
        if (is_digit(c))
            return nserror_number_at(inner, start, ret_code, &end) || nserror_number_at(inner, i, ret_code, &end);
    }
    return false;
}

/* "XErrorDomain error N.", "XErrorDomain-Fehler N.", "error N de XErrorDomain", "XErrorDomainエラーN" in brackets. */
static bool domain_in_parentheses(struct slice inner, size_t offset, struct nserror *e) {
    for (size_t at = 0; at < inner.len; at++) {
        if (!is_letter(inner.data[at]))
            continue;
        struct slice word = identifier_at(inner, at);
        int64_t code = 0;
        bool named = is_domain(word) || slice_is(word, "OSStatus");
        bool reverse = !named && at == 0 && is_reverse_dns(word) && says_error(inner);
        bool numbered = (named || reverse) && number_behind(inner, at + word.len, &code);
        if (!numbered && slice_ends_with(word, "ErrorDomain"))
            numbered = number_behind(slice_sub(inner, 0, at), 0, &code);
        if (numbered) {
            set(e, offset, full_domain(word), code);
            return true;
        }
        at += word.len > 0 ? word.len - 1 : 0;
    }
    return false;
}

static bool read_parenthesis(struct slice text, size_t at, struct nserror *e, size_t *ret_end) {
    for (size_t i = 0; i < 2; i++) {
        if (!nserror_has_at(text, at, brackets[i][0]))
            continue;
        size_t begin = at + strlen(brackets[i][0]), number_end = 0;
        struct slice inner = slice_sub(text, begin, LOOK);
        size_t close = slice_find_str(inner, brackets[i][1]), line = slice_find_byte(inner, '\n');
        if (close == SLICE_NOT_FOUND || line < close)
            return false;
        inner = slice_sub(inner, 0, close);
        int64_t code = 0;
        *ret_end = begin + close + strlen(brackets[i][1]);
        if (nserror_number_at(inner, 0, &code, &number_end) && number_end == inner.len)
            return set_by_number(e, at, code);
        return name_in_parentheses(text, at, inner, e) || domain_in_parentheses(inner, at, e);
    }
    return false;
}

/* ---- […] ---- */

/* "SUMacControllerErrorAccessLost=7509" */
static bool name_and_code(struct slice inner, size_t offset, struct nserror *e) {
    struct slice name = identifier_at(inner, 0);
    size_t error = slice_find_str(name, "Error"), end = 0;
    int64_t code = 0;
    if (error == SLICE_NOT_FOUND || error == 0 || name.len >= inner.len || inner.data[name.len] != '=')
        return false;
    if (!nserror_number_at(inner, name.len + 1, &code, &end) || end != inner.len)
        return false;
    const char *domain = BY_PREFIX(names, name);
    set(e, offset, domain ? slice_str(domain) : slice_sub(name, 0, error + strlen("Error")), code);
    e->name = name;
    return true;
}

/* "XErrorDomain:31", "MSU:31" */
static bool domain_and_code(struct slice inner, size_t offset, struct nserror *e) {
    struct slice domain = identifier_at(inner, 0);
    size_t end = 0;
    int64_t code = 0;
    bool named = is_domain(domain) || is_alias(domain) || (is_reverse_dns(domain) && slice_ends_with(domain, "rror"));
    if (!named || domain.len >= inner.len || inner.data[domain.len] != ':')
        return false;
    if (!nserror_number_at(inner, domain.len + 1, &code, &end) || end != inner.len)
        return false;
    set(e, offset, full_domain(domain), code);
    return true;
}

/* "AMRestoreErrorDomain – 0xA (10)", as Apple Configurator prints it. */
static bool configurator_form(struct slice inner, size_t offset, struct nserror *e) {
    struct slice domain = identifier_at(inner, 0);
    size_t hex = slice_find_str(inner, " 0x"), open = slice_find_str(inner, " ("), end = 0;
    int64_t code = 0;
    bool named = is_domain(domain) || is_reverse_dns(domain) || slice_ends_with(domain, "rror");
    if (!named || hex == SLICE_NOT_FOUND || open == SLICE_NOT_FOUND || open < hex || hex < domain.len || hex > domain.len + 4)
        return false;
    if (!nserror_number_at(inner, open + 2, &code, &end) || !nserror_has_at(inner, end, ")"))
        return false;
    set(e, offset, full_domain(domain), code);
    return true;
}

static bool read_bracket(struct slice text, size_t at, struct nserror *e, size_t *ret_end) {
    struct slice inner = slice_sub(text, at + 1, LOOK);
    size_t close = slice_find_byte(inner, ']'), end = 0;
    if (close == SLICE_NOT_FOUND)
        return false;
    inner = slice_sub(inner, 0, close);
    int64_t code = 0;
    *ret_end = at + close + 2;
    if (nserror_number_at(inner, 0, &code, &end) && end == inner.len)
        return at >= 6 && nserror_has_at(text, at - 6, "error ") && set_by_number(e, at, code);
    if (name_and_code(inner, at, e)) {
        e->text = line_at(text, *ret_end);
        return true;
    }
    return domain_and_code(inner, at, e) || configurator_form(inner, at, e);
}

struct slice nserror_bracketed_name(struct slice text) {
    struct nserror e = {0};
    struct slice inner = slice_sub(text, 1, LOOK);
    size_t close = slice_find_byte(inner, ']');
    bool found = nserror_has_at(text, 0, "[") && close != SLICE_NOT_FOUND && name_and_code(slice_sub(inner, 0, close), 0, &e);
    return found ? e.name : (struct slice){0};
}

/* ---- the signing server and HTTP ---- */

static bool read_tss_body(struct slice text, size_t at, struct nserror *e, size_t *ret_end) {
    int64_t code = 0;
    size_t end = 0;
    if (!nserror_number_at(text, at + strlen("STATUS="), &code, &end) || code == 0)
        return false;
    bool message = nserror_has_at(text, end, "&MESSAGE=");
    if (!message && (at > 0 || end < text.len))
        return false;
    set(e, at, slice_str("TSS"), code);
    *ret_end = end;
    if (message) {
        struct slice rest = slice_from(text, end + strlen("&MESSAGE="));
        size_t stop = 0;
        while (stop < rest.len && rest.data[stop] != '&' && rest.data[stop] != '\n' && rest.data[stop] != '"')
            stop++;
        e->text = slice_trim(slice_sub(rest, 0, stop));
        *ret_end = offset_of(text, rest) + stop;
    }
    return true;
}

static bool read_server_error(struct slice text, size_t at, struct nserror *e, size_t *ret_end) {
    int64_t code = 0;
    size_t end = 0;
    if (!nserror_number_at(text, at + strlen("error from server="), &code, &end) || code == 0)
        return false;
    set(e, at, slice_str("TSS"), code);
    *ret_end = end;
    struct slice rest = slice_sub(text, end, LOOK);
    size_t close = slice_find_byte(rest, ')');
    if (nserror_has_at(rest, 0, " (") && close != SLICE_NOT_FOUND) {
        e->text = slice_sub(rest, 2, close - 2);
        *ret_end = end + close + 1;
    }
    return true;
}

/* An HTTP status, or above 9999 the TSS client's own code, which AuthInstall's sources number together (personalization.md 2.3). */
static bool http_status(struct slice text, size_t at, size_t number, struct nserror *e, size_t *ret_end) {
    int64_t code = 0;
    if (!nserror_number_at(text, number, &code, ret_end) || code < 300)
        return false;
    set(e, at, slice_str(code < 10000 ? "HTTP" : "TSS"), code);
    return true;
}

static bool read_send_failed(struct slice text, size_t at, struct nserror *e, size_t *ret_end) {
    return http_status(text, at, at + strlen("SendHttpRequest failed "), e, ret_end);
}

static bool read_http_code(struct slice text, size_t at, struct nserror *e, size_t *ret_end) {
    return http_status(text, at, at + strlen("HTTP response code "), e, ret_end);
}

/* ---- words before a number ---- */

/* "AMAuthInstallRequestSendSync failed: 14", "AMRestorePerform… failed with error: 10" */
static bool read_failed(struct slice text, size_t at, struct nserror *e, size_t *ret_end) {
    static const char *const ends[] = {"failed: ", "failed with error: ", "failed with error ", "failed with "};
    if (at < 2 || text.data[at - 1] != ' ')
        return false;
    struct slice function = identifier_before(text, at - 1);
    const char *domain = BY_PREFIX(functions, function);
    int64_t code = 0;
    for (size_t i = 0; domain && i < sizeof ends / sizeof *ends; i++) {
        size_t number = at + strlen(ends[i]);
        if (!nserror_has_at(text, at, ends[i]) || !nserror_number_at(text, number, &code, ret_end))
            continue;
        set(e, offset_of(text, function), slice_str(domain), code);
        struct slice rest = slice_sub(text, *ret_end, LOOK);
        size_t close = slice_find_byte(rest, ')');
        if (nserror_has_at(rest, 0, " (k") && close != SLICE_NOT_FOUND) {
            e->name = slice_sub(rest, 2, close - 2);
            *ret_end += close + 1;
        }
        return true;
    }
    return false;
}

/* "SUMacControllerError Code=7507", "com.apple.OSInstallerSetup.error Code=1007" */
static bool named_error_code(struct slice text, size_t at, struct nserror *e, size_t *ret_end) {
    size_t behind = at + strlen("rror");
    struct slice domain = identifier_before(text, behind);
    int64_t code = 0;
    if (domain.len <= strlen("Error") || !is_letter(domain.data[0]) || !nserror_has_at(text, behind, " Code="))
        return false;
    if (!nserror_number_at(text, behind + strlen(" Code="), &code, ret_end))
        return false;
    set(e, offset_of(text, domain), domain, code);
    return true;
}

/* "An unknown error occurred (3194)", as Finder, iTunes and Configurator say it of a restore (AMRestore's codes). */
static bool restore_error_occurred(struct slice text, size_t at, struct nserror *e, size_t *ret_end) {
    size_t number = at + strlen("rror occurred (");
    int64_t code = 0;
    if (!nserror_has_at(text, at, "rror occurred (") || !nserror_number_at(text, number, &code, ret_end) || code < 1 || code > 9999)
        return false;
    set(e, at - (at > 0), slice_str("AMRestoreErrorDomain"), code);
    return true;
}

/* "error: -69808: text", "error code: -20209", "Error -1009" */
static bool read_error_number(struct slice text, size_t at, struct nserror *e, size_t *ret_end) {
    if (named_error_code(text, at, e, ret_end) || restore_error_occurred(text, at, e, ret_end))
        return true;
    size_t i = at + strlen("rror");
    i += nserror_has_at(text, i, " code") ? strlen(" code") : nserror_has_at(text, i, "Code") ? strlen("Code") : 0;
    while (i < text.len && i < at + 12 && (text.data[i] == ' ' || text.data[i] == ':' || text.data[i] == '=' || text.data[i] == '('))
        i++;
    int64_t code = 0;
    if (i >= text.len || text.data[i] != '-' || !nserror_number_at(text, i, &code, ret_end) || !set_by_number(e, at - (at > 0), code))
        return false;
    if (nserror_has_at(text, *ret_end, ": "))
        e->text = line_at(text, *ret_end + 2);
    return true;
}

/* "AMAuthInstallErrorDomain: 3194", "XErrorDomain error 31", "XErrorDomain/31", "XErrorDomain Code: 31" */
static bool read_domain_word(struct slice text, size_t at, struct nserror *e, size_t *ret_end) {
    static const char *const words[] = {"error", "Error", "code", "Code"};
    size_t end = at + strlen("ErrorDomain"), i = end;
    if (end < text.len && nserror_is_identifier(text.data[end]) && text.data[end] != '.')
        return false;
    struct slice domain = identifier_before(text, end);
    for (int round = 0; round < 2; round++) {
        while (i < text.len && i < end + 16 &&
               (text.data[i] == ' ' || text.data[i] == ':' || text.data[i] == '/' || text.data[i] == '=' || text.data[i] == '(' ||
                text.data[i] == ','))
            i++;
        for (size_t w = 0; round == 0 && w < sizeof words / sizeof *words; w++)
            if (nserror_has_at(text, i, words[w])) {
                i += strlen(words[w]);
                break;
            }
    }
    int64_t code = 0;
    if (i == end || !nserror_number_at(text, i, &code, ret_end))
        return false;
    set(e, offset_of(text, domain), full_domain(domain), code);
    return true;
}

/* ---- "domain … code …" ---- */

/* `key` within the next LOOK bytes of the same dictionary, then ':' or '=' and the value's offset. */
static size_t value_of(struct slice text, size_t at, const char *key) {
    struct slice rest = slice_sub(text, at, LOOK);
    size_t found = slice_find_str(rest, key), brace = slice_find_byte(rest, '}');
    if (found == SLICE_NOT_FOUND || found > brace)
        return SLICE_NOT_FOUND;
    size_t i = found + strlen(key);
    if (i < rest.len && rest.data[i] == '"')
        i++;
    while (i < rest.len && rest.data[i] == ' ')
        i++;
    if (i >= rest.len || (rest.data[i] != ':' && rest.data[i] != '='))
        return SLICE_NOT_FOUND;
    for (i++; i < rest.len && (rest.data[i] == ' ' || rest.data[i] == '"'); i++)
        ;
    return at + i;
}

/* "CFError domain:X code:N description:…", "domain = X; … code = N;", and with the code first as dictionaries are sorted. */
static bool domain_and_code_words(struct slice text, size_t at, const char *domain_key, const char *code_key, struct nserror *e,
                                  size_t *ret_end) {
    size_t domain_at = value_of(text, at, domain_key), code_at = value_of(text, at, code_key);
    if (domain_at == SLICE_NOT_FOUND || code_at == SLICE_NOT_FOUND)
        return false;
    struct slice domain = identifier_at(text, domain_at);
    int64_t code = 0;
    size_t end = 0;
    if ((!is_domain(domain) && !is_reverse_dns(domain)) || !nserror_number_at(text, code_at, &code, &end))
        return false;
    set(e, at, full_domain(domain), code);
    size_t behind = domain_at + domain.len > end ? domain_at + domain.len : end;
    size_t description = value_of(text, behind, "description");
    if (description != SLICE_NOT_FOUND && description < behind + 40)
        e->text = line_at(text, description);
    *ret_end = behind;
    return true;
}

static bool read_domain_key(struct slice text, size_t at, struct nserror *e, size_t *ret_end) {
    bool capital = text.data[at] == 'D';
    return domain_and_code_words(text, at, capital ? "Domain" : "domain", capital ? "Code" : "code", e, ret_end);
}

static bool read_code_key(struct slice text, size_t at, struct nserror *e, size_t *ret_end) {
    size_t i = at + strlen("code");
    while (i < text.len && (text.data[i] == ' ' || text.data[i] == '"') && i < at + 8)
        i++;
    if (i >= text.len || (text.data[i] != '=' && text.data[i] != ':'))
        return false;
    return domain_and_code_words(text, at, "domain", "code", e, ret_end);
}

/* "MSU_ERR_NETWORK(32)", "MSU_ERR_NETWORK" */
static bool read_msu_name(struct slice text, size_t at, struct nserror *e, size_t *ret_end) {
    struct slice name = identifier_at(text, at);
    size_t behind = at + name.len, end = 0;
    if (name.len <= strlen("MSU_ERR_") || (at > 0 && nserror_is_identifier(text.data[at - 1])))
        return false;
    e->offset = at;
    e->domain = slice_str("MobileSoftwareUpdateErrorDomain");
    e->name = name;
    *ret_end = behind;
    behind += nserror_has_at(text, behind, " (");
    if (nserror_has_at(text, behind, "(") || nserror_has_at(text, behind, "=") || nserror_has_at(text, behind, ":")) {
        size_t number = behind + 1 + (nserror_has_at(text, behind + 1, " ") ? 1 : 0);
        e->has_code = nserror_number_at(text, number, &e->code, &end);
        if (e->has_code)
            *ret_end = end;
    }
    return true;
}

/* "ec=-20209 em=\"…\"", "ec = \"-20209\";": the status of an answer of Apple's sign-in server. */
static bool read_account_status(struct slice text, size_t at, struct nserror *e, size_t *ret_end) {
    size_t i = at + strlen("ec");
    while (i < text.len && i < at + 8 && text.data[i] != '-')
        i++;
    int64_t code = 0;
    bool inside = at > 0 && nserror_is_identifier(text.data[at - 1]);
    if (inside || !nserror_number_at(text, i, &code, ret_end) || code > -20000 || code < -29999)
        return false;
    set(e, at, slice_str("AKAuthenticationError"), code);
    size_t message = value_of(text, *ret_end, "em");
    struct slice rest = slice_sub(text, message, LOOK);
    if (message != SLICE_NOT_FOUND && message <= *ret_end + 8)
        e->text = slice_trim(slice_sub(rest, 0, slice_find_byte(rest, '"')));
    return true;
}

/* ---- dispatch ---- */

const char *const nserror_literals[] = {
    "rror",
    "domain",
    "Domain",
    "STATUS=",
    "SendHttpRequest failed",
    "HTTP response code",
    "MSU_ERR_",
    "OSStatus",
    "AMAuthInstall",
    "AMRestore",
    "(com.apple.",
    "\xBC\x88"
    "com.apple.",
    "[com.apple.",
    "[MSU:",
    "[RRD:",
    "[OSStatus:",
    "ec=-2",
    "ec = \"-2",
    "(errSec",
    "(errSSL",
    "(CSSMERR_",
    "(MADownload",
    /* numbers of nserror_domain_of_number in parentheses */
    "(-99",
    "(-10",
    "(-11",
    "(-12",
    "(-20",
    "(-30",
    "(-22",
    "(-25",
    "(-67",
    "(-69",
    "(-98",
    NULL,
};

#define FORM(literal, read)                                                                                                                \
    { literal, sizeof(literal) - 1, read }

/* In order of the first byte. */
static const struct mention_form forms[] = {
    FORM("(", read_parenthesis),
    FORM("Domain", read_domain_key),
    FORM("ErrorDomain", read_domain_word),
    FORM("HTTP response code ", read_http_code),
    FORM("MSU_ERR_", read_msu_name),
    FORM("STATUS=", read_tss_body),
    FORM("SendHttpRequest failed ", read_send_failed),
    FORM("[", read_bracket),
    FORM("code", read_code_key),
    FORM("domain", read_domain_key),
    FORM("ec=-2", read_account_status),
    FORM("ec = \"-2", read_account_status),
    FORM("error from server=", read_server_error),
    FORM("failed", read_failed),
    FORM("rror", read_error_number),
    FORM("\xEF\xBC\x88", read_parenthesis),
};

/* Index + 1 of the first form that begins with the byte. */
const uint8_t nserror_first_form[256] = {['('] = 1, ['D'] = 2,  ['E'] = 3,  ['H'] = 4,  ['M'] = 5,  ['S'] = 6,  ['['] = 8,
                                         ['c'] = 9, ['d'] = 10, ['e'] = 11, ['f'] = 14, ['r'] = 15, [0xEF] = 16};

bool nserror_mention_at(struct slice text, size_t at, struct nserror *ret_error, size_t *ret_end) {
    const uint8_t *p = text.data + at;
    size_t left = text.len - at, n = sizeof forms / sizeof *forms;
    for (size_t i = nserror_first_form[*p] ? nserror_first_form[*p] - 1u : n; i < n && (uint8_t)forms[i].literal[0] == *p; i++) {
        size_t length = forms[i].length;
        if (left < length || p[length - 1] != (uint8_t)forms[i].literal[length - 1] || memcmp(p, forms[i].literal, length) != 0)
            continue;
        struct nserror e = {0};
        size_t end = 0;
        if (forms[i].read(text, at, &e, &end)) {
            *ret_error = e;
            *ret_end = end;
            return true;
        }
    }
    return false;
}

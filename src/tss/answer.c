#include "tss/answer.h"

/* The client's own codes (libauthinstall of macOS 10.15). */
enum { NO_ENTRY = 10003, INVALID_RESPONSE = 10052, NO_DATA = 10053, BAD_LIST = 10055 };

static bool garbled(struct tss_answer *a, int64_t code, const char *problem) {
    a->kind = TSS_GARBLED;
    a->status = code;
    a->problem = problem;
    return true;
}

static bool is_border(uint8_t c) { return c == '&' || c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/* What follows `name` where it begins a field of the text. */
static bool find_field(struct slice text, const char *name, struct slice *ret_value) {
    size_t at = 0;
    for (;;) {
        size_t found = slice_find_str(slice_from(text, at), name);
        if (found == SLICE_NOT_FOUND)
            return false;
        at += found;
        if (at == 0 || is_border(text.data[at - 1]))
            break;
        at += strlen(name);
    }
    *ret_value = slice_from(text, at + strlen(name));
    return true;
}

static bool read_status(struct slice head, int64_t *ret_status) {
    struct slice value;
    int64_t status = 0;
    size_t n = 0;
    if (!find_field(head, "STATUS=", &value))
        return false;
    for (; n < value.len && value.data[n] >= '0' && value.data[n] <= '9'; n++) {
        if (n == TSS_STATUS_DIGITS)
            return false;
        status = status * 10 + (value.data[n] - '0');
    }
    *ret_status = status;
    return n > 0 && (n == value.len || is_border(value.data[n]));
}

static bool read_message(struct slice head, struct slice *ret_message) {
    struct slice value;
    size_t n = 0;
    if (!find_field(head, "MESSAGE=", &value))
        return false;
    while (n < value.len && value.data[n] != '&' && value.data[n] != '\n' && value.data[n] != '\r')
        n++;
    *ret_message = slice_sub(value, 0, n);
    return n <= TSS_MESSAGE_LIMIT;
}

static bool read_list(struct slice text, const char *ticket_key, struct arena *arena, struct tss_answer *a, struct error *err) {
    struct error why = {{0}};
    const struct plist *ticket;
    if (slice_trim(text).len == 0)
        return garbled(a, NO_DATA, "it says that the request was granted, and holds nothing");
    if (!plist_parse(text, arena, &a->list, NULL, &why)) {
        const char *problem = arena_printf(arena, "it says that the request was granted, but its list is broken: %s", why.text);
        return problem ? garbled(a, BAD_LIST, problem) : error_set(err, "out of memory");
    }
    ticket = plist_get(a->list, ticket_key);
    if (!ticket || ticket->type != PLIST_DATA || ticket->text.len == 0) {
        const char *problem = arena_printf(arena, "it says that the request was granted, but holds no %s", ticket_key);
        return problem ? garbled(a, NO_ENTRY, problem) : error_set(err, "out of memory");
    }
    a->ticket = ticket->text;
    return true;
}

bool tss_answer_read(struct slice body, const char *ticket_key, struct arena *arena, struct tss_answer *ret_answer, struct error *err) {
    struct tss_answer a = {.kind = TSS_GRANTED};
    struct slice head = body, list = slice_of(NULL, 0);
    bool good = true;
    (void)slice_cut(body, "REQUEST_STRING=", &head, &list);
    if (body.len > TSS_ANSWER_LIMIT)
        good = garbled(&a, INVALID_RESPONSE, "it is larger than the client takes");
    else if (!read_status(head, &a.status) || !read_message(head, &a.message))
        good = garbled(&a, INVALID_RESPONSE, "it is no answer of a signing server, as a portal's or a filter's page is none");
    else if (a.status != 0)
        a.kind = TSS_REFUSED;
    else
        good = read_list(list, ticket_key, arena, &a, err);
    if (good)
        *ret_answer = a;
    return good;
}

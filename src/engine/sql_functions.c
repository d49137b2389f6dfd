#include "engine/sql_functions.h"

#include "base/slice.h"

static struct slice text_of(sqlite3_value *v) {
    const void *text = sqlite3_value_text(v);
    return text ? slice_of(text, (size_t)sqlite3_value_bytes(v)) : slice_of(NULL, 0);
}

/* "iBoot-6723.81.1" and "mBoot-18000.101.7" begin at their first digit; what follows the last digit or dot is ignored. */
static struct slice from_first_digit(struct slice s) {
    while (s.len && (s.data[0] < '0' || s.data[0] > '9'))
        s = slice_from(s, 1);
    return s;
}

static bool next_number(struct slice *s, uint64_t *ret_number) {
    uint64_t number = 0;
    size_t digits = 0;
    while (digits < s->len && digits < 18 && s->data[digits] >= '0' && s->data[digits] <= '9')
        number = number * 10 + (uint64_t)(s->data[digits++] - '0');
    *s = slice_from(*s, digits);
    if (s->len && s->data[0] == '.')
        *s = slice_from(*s, 1);
    else
        s->len = 0;
    *ret_number = number;
    return digits > 0;
}

static void version_before(sqlite3_context *context, int n, sqlite3_value **values) {
    (void)n;
    struct slice a = from_first_digit(text_of(values[0])), b = from_first_digit(text_of(values[1]));
    if (a.len == 0 || b.len == 0)
        return; /* NULL */
    uint64_t x = 0, y = 0;
    bool more_a = true, more_b = true;
    while (more_a || more_b) {
        more_a = next_number(&a, &x);
        more_b = next_number(&b, &y);
        if (x != y)
            break;
    }
    sqlite3_result_int(context, x < y);
}

bool sql_functions_add(sqlite3 *db) {
    return sqlite3_create_function(db, "version_before", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, version_before, NULL, NULL) ==
           SQLITE_OK;
}

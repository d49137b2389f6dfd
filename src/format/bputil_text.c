#include "format/bputil_text.h"

#include "format/key_value.h"

static bool read_heading(struct bputil_text *b, struct slice text) {
    static const char *const group_marks[] = {"ocal policy for volume group ", "olicy for Volume Group "};
    for (size_t i = 0; i < sizeof group_marks / sizeof *group_marks; i++) {
        struct slice before, after, word;
        if (!slice_ends_with(text, ":") || !slice_cut(text, group_marks[i], &before, &after) || before.len > 10 ||
            !slice_next_word(&after, &word))
            continue;
        b->group = slice_ends_with(word, ":") ? slice_sub(word, 0, word.len - 1) : word;
        b->begun = true;
        return true;
    }
    if (slice_ends_with(text, "OS environment:")) {
        b->in_environment = b->begun = true;
        return true;
    }
    if (slice_is_nocase(text, "Local policy:") || slice_is_nocase(text, "Current local policy:")) {
        b->in_environment = false;
        b->begun = true;
        return true;
    }
    return false;
}

/* "smb0 && smb1" of a permissive policy is the field smb0: the first tag names it. */
static struct slice first_word(struct slice tag) {
    struct slice word;
    return slice_next_word(&tag, &word) ? word : slice_of("", 0);
}

/* Splits "Security Mode:               Full        (smb0)" or "Chip ID      (CHIP)": what stands before the colon of the value. */
static void read_label(struct slice key, struct bputil_field *field) {
    struct slice tag, rest = key_value_without_note(key, &tag);
    struct key_value kv;
    field->tag = first_word(tag);
    field->label = rest;
    if (!key_value_split(rest, &kv))
        return;
    field->label = kv.key;
    field->state = kv.value;
}

/* `text` is trimmed: a line without a value ends in "):". */
static bool read_field(struct slice text, struct bputil_field *ret_field) {
    struct bputil_field field = {0};
    struct key_value kv;
    size_t end = slice_find_str(text, "): ");
    if (end == SLICE_NOT_FOUND && slice_ends_with(text, "):"))
        end = text.len - 2;
    if (end != SLICE_NOT_FOUND) {
        read_label(slice_sub(text, 0, end + 1), &field); /* with the bracket, which belongs to the tag */
        field.value = slice_trim(slice_from(text, end + 2));
    } else if (key_value_split(text, &kv) && kv.value.len) {
        field.label = kv.key;
        field.value = kv.value;
    } else {
        return false;
    }
    *ret_field = field;
    return true;
}

static bool is_complaint(struct slice text) {
    return slice_starts_with(text, "Can't ") || slice_starts_with(text, "Failed ") || slice_starts_with(text, "bputil:") ||
           slice_starts_with(text, "Error") || slice_contains(text, "not supported") || slice_contains(text, "must be run as root") ||
           slice_contains(text, "requires root");
}

bool bputil_text_next(struct bputil_text *b, struct bputil_field *ret_field) {
    struct slice line;
    while (text_lines_next(&b->lines, &line)) {
        struct slice text = slice_trim(line);
        struct bputil_field field = {0};
        if (text.len == 0 || read_heading(b, text))
            continue;
        if (is_complaint(text))
            field = (struct bputil_field){.complaint = true, .value = text};
        else if (!b->begun && !slice_starts_with(text, "Current OS environment: "))
            continue; /* the warning in front */
        else if (!read_field(text, &field))
            continue;                                          /* text that no version is known to print */
        if (slice_is(field.label, "Current OS environment")) { /* macOS 11: one line, before the policy */
            field.label = slice_str("OS Type");
            b->in_environment = b->begun = true;
        }
        field.in_environment = b->in_environment;
        field.group = b->group;
        field.line = b->lines.number;
        *ret_field = field;
        return true;
    }
    return false;
}

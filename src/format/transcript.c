#include "format/transcript.h"

enum { MAX_PROMPT = 120, MAX_PROMPT_WORDS = 4 };

struct slice transcript_program(struct slice word) {
    for (size_t at; (at = slice_find_byte(word, '/')) != SLICE_NOT_FOUND;)
        word = slice_from(word, at + 1);
    return word;
}

/* Without `sudo` and its options; `-u` and `-g` take a name. */
static struct slice without_sudo(struct slice command) {
    struct slice rest = command, word, after;
    if (!slice_next_word(&rest, &word) || !slice_is(word, "sudo"))
        return command;
    for (after = rest; slice_next_word(&after, &word) && slice_starts_with(word, "-"); rest = after)
        if ((slice_is(word, "-u") || slice_is(word, "-g")) && !slice_next_word(&after, &word))
            break;
    return slice_trim(rest);
}

static bool has_argument_like(struct slice command) {
    struct slice word;
    (void)slice_next_word(&command, &word);
    while (slice_next_word(&command, &word))
        if (word.data[0] == '-' || word.data[0] == '/')
            return true;
    return false;
}

/* What stands in front of the mark must be what a shell puts there: few words, of which the first is "host:", "user@host" or a shell. */
static bool is_prompt(struct slice before) {
    static const char *const shells[] = {"[", "-bash", "bash", "-zsh", "zsh", "-sh", "sh-", "~"};
    struct slice rest = before, first = {0}, word;
    size_t words = 0;
    while (slice_next_word(&rest, &word))
        if (words++ == 0)
            first = word;
    bool marked = slice_find_byte(first, ':') != SLICE_NOT_FOUND || slice_find_byte(first, '@') != SLICE_NOT_FOUND;
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        marked |= slice_starts_with(first, shells[i]);
    return words == 0 ? before.len == 0 : marked && words <= MAX_PROMPT_WORDS;
}

/* The command behind the first prompt of the line; empty when there is none. */
static struct slice command_of(const struct transcript *t, struct slice line) {
    for (size_t i = 0; i + 2 < line.len && i < MAX_PROMPT; i++) {
        uint8_t c = line.data[i];
        if ((c != '$' && c != '%' && c != '#') || line.data[i + 1] != ' ' || !is_prompt(slice_sub(line, 0, i)))
            continue;
        struct slice command = without_sudo(slice_trim(slice_from(line, i + 2))), rest = command, word;
        if (!slice_next_word(&rest, &word) || !t->knows(t->context, transcript_program(word)))
            continue;
        if (c == '#' && i == 0 && !has_argument_like(command))
            continue;
        return command;
    }
    return slice_of(NULL, 0);
}

struct transcript transcript_of(struct slice text, transcript_knows *knows, void *context) {
    return (struct transcript){.rest = text, .knows = knows, .context = context};
}

/* Up to the next prompt or fence, which is taken off; *ret_command is the prompt's. */
static struct slice cut_output(struct transcript *t, struct slice *ret_command) {
    const uint8_t *start = t->rest.data;
    struct slice line;
    *ret_command = slice_of(NULL, 0);
    while (t->rest.len) {
        const uint8_t *line_start = t->rest.data;
        (void)slice_next_line(&t->rest, &line);
        bool fence = slice_starts_with(slice_trim(line), "```");
        *ret_command = fence ? slice_of(NULL, 0) : command_of(t, line);
        if (fence || ret_command->len)
            return slice_of(start, (size_t)(line_start - start));
    }
    return slice_of(start, start ? (size_t)(t->rest.data - start) : 0);
}

bool transcript_next(struct transcript *t, struct transcript_part *ret_part) {
    while (t->rest.len || t->command.len) {
        struct transcript_part part = {.command = t->command};
        part.text = cut_output(t, &t->command);
        if (!part.command.len && slice_trim(part.text).len == 0)
            continue;
        *ret_part = part;
        return true;
    }
    return false;
}

bool transcript_recognises(struct slice text, transcript_knows *knows, void *context) {
    struct transcript t = transcript_of(text, knows, context);
    struct slice line;
    while (slice_next_line(&t.rest, &line))
        if (command_of(&t, line).len)
            return true;
    return false;
}

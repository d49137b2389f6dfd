#include "cli/manual.h"

#include "cli/verb.h"

/* Text in roff: a backslash, and a dot or quote at the start of a line, would be commands. */
static void roff(struct buffer *out, const char *text) {
    bool at_start = true;
    for (; *text; text++) {
        if (at_start && (*text == '.' || *text == '\''))
            buffer_add_str(out, "\\&");
        if (*text == '\\' || *text == '-')
            buffer_add_byte(out, '\\');
        buffer_add_byte(out, (uint8_t)*text);
        at_start = *text == '\n';
    }
}

static void roff_option(struct buffer *out, enum option_id id) {
    const struct option_spec *s = &option_specs[id];
    buffer_add_str(out, ".TP\n");
    if (s->letter)
        buffer_printf(out, "\\fB\\-%s\\fR, ", s->letter);
    buffer_add_str(out, "\\fB\\-\\-");
    roff(out, s->name);
    buffer_printf(out, "\\fR%s%s\n", s->argument ? " " : "", s->argument ? s->argument : "");
    roff(out, s->doc);
    buffer_add_byte(out, '\n');
}

void manual_page(struct buffer *out) {
    buffer_printf(out, ".TH TAILOR 1 \"\" \"tailor %s\"\n.SH NAME\ntailor \\- ", TAILOR_VERSION);
    roff(out, "why did this Mac fail to personalize its software update?\n");
    buffer_add_str(out, ".SH SYNOPSIS\n");
    for (size_t i = 0; all_verbs[i]; i++) {
        buffer_printf(out, ".B tailor %s\n.RI [ options ]\n", all_verbs[i]->name);
        roff(out, all_verbs[i]->operands);
        buffer_add_str(out, "\n.br\n");
    }
    for (size_t i = 0; all_verbs[i]; i++) {
        buffer_printf(out, ".SH TAILOR %s\n", all_verbs[i]->name);
        roff(out, all_verbs[i]->summary);
        buffer_add_str(out, "\n.PP\n.nf\n");
        roff(out, all_verbs[i]->help);
        buffer_add_str(out, ".fi\n");
        for (size_t k = 0; k < all_verbs[i]->n_takes; k++)
            roff_option(out, all_verbs[i]->takes[k]);
    }
    buffer_add_str(out, ".SH OPTIONS OF EVERY VERB\n");
    for (int i = 0; i < OPTION_COUNT; i++)
        if (option_is_global((enum option_id)i))
            roff_option(out, (enum option_id)i);
}

static void words(struct buffer *out) {
    for (size_t i = 0; all_verbs[i]; i++)
        buffer_printf(out, " %s", all_verbs[i]->name);
}

static void complete_bash(struct buffer *out) {
    buffer_add_str(
        out,
        "_tailor() {\n    local word=${COMP_WORDS[COMP_CWORD]}\n    if [ \"$COMP_CWORD\" = 1 ]; then\n        COMPREPLY=($(compgen -W \"");
    words(out);
    buffer_add_str(out,
                   " --help --version\" -- \"$word\"))\n    elif [ \"${word#-}\" != \"$word\" ]; then\n        COMPREPLY=($(compgen -W \"");
    for (int i = 0; i < OPTION_COUNT; i++)
        buffer_printf(out, " --%s", option_specs[i].name);
    buffer_add_str(out, "\" -- \"$word\"))\n    else\n        COMPREPLY=($(compgen -f -- \"$word\"))\n    fi\n}\ncomplete -o filenames -F "
                        "_tailor tailor\n");
}

static void complete_zsh(struct buffer *out) {
    buffer_add_str(out, "#compdef tailor\nautoload -U +X bashcompinit && bashcompinit\n");
    complete_bash(out);
}

static void complete_fish(struct buffer *out) {
    for (size_t i = 0; all_verbs[i]; i++)
        buffer_printf(out, "complete -c tailor -n __fish_use_subcommand -f -a %s -d \"%s\"\n", all_verbs[i]->name, all_verbs[i]->summary);
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_spec *s = &option_specs[i];
        buffer_printf(out, "complete -c tailor -l %s%s%s%s -d \"%s\"\n", s->name, s->letter ? " -s " : "", s->letter ? s->letter : "",
                      s->argument ? " -r" : "", s->doc);
    }
}

bool manual_completion(const char *shell, struct buffer *out) {
    static const struct {
        const char *name;
        void (*write)(struct buffer *out);
    } shells[] = {{"bash", complete_bash}, {"zsh", complete_zsh}, {"fish", complete_fish}};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (strcmp(shells[i].name, shell) == 0) {
            shells[i].write(out);
            return true;
        }
    return false;
}

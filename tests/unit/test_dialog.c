#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "knowledge/knowledge.h"

static struct knowledge *k;
static struct arena *arena;
static struct dialog_text *scratch;

static int set_up(void **state) {
    (void)state;
    struct error err;
    k = knowledge_open(NULL, &err);
    arena = arena_new(1 << 20);
    scratch = arena ? dialog_text_new(arena, 4096) : NULL;
    return k && scratch ? 0 : 1;
}

static int tear_down(void **state) {
    (void)state;
    knowledge_close(k);
    arena_free(arena);
    return 0;
}

static void spellings_become_one(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"  Couldn’t\t\n PERSONALISE…  ", "couldn't personalize"},
        {"“Quoted” „zitiert“ «cité»", "\"quoted\" \"zitiert\" \"cité\""},
        {"a\u00A0b\u202Fc\u3000d", "a b c d"},
        {"dash – — − ‑ -", "dash - - - - -"},
        {"（ＡＢＣ１２３）。", "(abc123)"},
        {"È ÀÖÜ Ž ПРИВЕТ", "è àöü ž привет"},
        {"zero\u200Bwidth\uFEFF", "zerowidth"},
        {"authorised organisation authorising", "authorized organization authorizing"},
        {"", ""},
        {"...", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        dialog_text_set(scratch, slice_str(pairs[i][0]));
        if (!slice_is(dialog_text_slice(scratch), pairs[i][1]))
            fail_msg("'%.*s' is not '%s'", SLICE_ARG(dialog_text_slice(scratch)), pairs[i][1]);
    }
}

static void ill_formed_bytes_and_long_texts_are_survived(void **state) {
    (void)state;
    dialog_text_set(scratch, slice_of("a\xFF\xC3(\0b", 6));
    assert_int_equal(scratch->len, 6);
    char longer[5000];
    memset(longer, 'x', sizeof longer);
    dialog_text_set(scratch, slice_of(longer, sizeof longer));
    assert_int_equal(scratch->len, 4096);
    assert_null(dialog_text_new(arena, SIZE_MAX));
}

static size_t match(const char *text, struct dialog_hit *hits) {
    return dialog_match(knowledge_dialogs(k), scratch, slice_str(text), hits, 8);
}

static void known_sentences_of_many_writers(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"Failed To Personalise the software update. Please try again", "personalize-failed"},
        {"FAILED TO PERSONALIZE THE SOFTWARE  UPDATE", "personalize-failed"},
        {"Impossibile personalizzare l'aggiornamento software.", "personalize-failed"},
        {"„Das Personalisieren des Software-Updates ist fehlgeschlagen“", "personalize-failed"},
        {"Ein erforderliches Firmware-Update konnte nicht installiert werden.", "firmware-update-failed"},
        {"Couldn't communicate with a helper application.", "helper-unreachable"},
        {"This copy of the “Install macOS” application can't be verified. It may have been corrupted or tampered with during downloading.",
         "installer-damaged"},
        {"The recovery server could not be contacted", "recovery-server"},
        {"You do not have permission to use the application “Install macOS Monterey”.", "restricted"},
        {"An error occurred loading the update.", "load-error"},
        {"Account Not In This Store", "store-mismatch"},
        {"Unable to download", "download-failed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dialog_hit hits[8];
        size_t n = match(cases[i][0], hits);
        if (n == 0 || strcmp(hits[0].dialog->dialog, cases[i][1]) != 0)
            fail_msg("%s: %s", cases[i][0], n > 0 ? hits[0].dialog->dialog : "nothing");
    }
}

static void hole_is_given_as_written(void **state) {
    (void)state;
    struct dialog_hit hits[8];
    assert_int_equal(match("macOS Sequoia Requires 25,3\xC2\xA0GB of available space", hits), 1);
    assert_true(slice_is(hits[0].detail, "25,3\xC2\xA0GB"));
    assert_int_equal(match("SSL: no alternative certificate subject name matches target host name 'gs.apple.com'", hits), 1);
    assert_true(slice_is(hits[0].detail, "'gs.apple.com'"));
    assert_int_equal(match("requires a lot", hits), 0);
}

static void longer_sentence_wins_and_order_is_kept(void **state) {
    (void)state;
    struct dialog_hit hits[8];
    assert_int_equal(match("Can’t connect to the Apple Software Update server. Not enough free disk space.", hits), 2);
    assert_string_equal(hits[0].dialog->pattern, "Can’t connect to the Apple Software Update server");
    assert_string_equal(hits[1].dialog->dialog, "no-space");
    assert_int_equal(dialog_match(knowledge_dialogs(k), scratch, slice_str("Download failed. Can’t connect."), hits, 1), 1);
}

static void short_sentences_must_stand_alone(void **state) {
    (void)state;
    struct dialog_hit hits[8];
    assert_int_equal(match("trustd: Failed to download ocsp response from http://ocsp.digicert.com", hits), 0);
    assert_int_equal(match("softwareupdated[7]: Failed to download", hits), 1);
    assert_int_equal(match("Failed to download\nmacOS 15.3", hits), 1);
    assert_int_equal(match("macOS 15.3\nDownload failed. Try again", hits), 1);
    assert_int_equal(match("The last Download failed", hits), 0);
    assert_int_equal(match("\"Download failed\"", hits), 1);
}

static void every_pattern_finds_itself(void **state) {
    (void)state;
    const struct known_dialogs *all = knowledge_dialogs(k);
    assert_true(known_dialog_count(all) >= 150);
    for (size_t i = 0; i < known_dialog_count(all); i++) {
        const struct known_dialog *d = known_dialog_at(all, i);
        struct dialog_hit hits[8];
        bool found = false;
        struct slice pattern = slice_str(d->pattern);
        pattern = slice_sub(pattern, slice_starts_with(pattern, "|"),
                            pattern.len - slice_ends_with(pattern, "|") - slice_starts_with(pattern, "|"));
        size_t n = dialog_match(all, scratch, pattern, hits, 8);
        for (size_t j = 0; j < n; j++)
            found = found || strcmp(hits[j].dialog->dialog, d->dialog) == 0;
        if (!found)
            fail_msg("%s: %s", d->dialog, d->pattern);
    }
}

static void build_refuses(const char *pattern, const char *because) {
    struct tsv t;
    struct error err;
    struct known_dialogs *dialogs = NULL;
    const char *text = arena_printf(arena, "dialog\tlanguage\tpattern\tstage\tsense\tcause\tmeans\tsource\nd\ten\t%s\t\t\t\t\t\n", pattern);
    assert_true(tsv_parse(arena, "dialog", slice_str(text), &t, &err));
    assert_false(known_dialogs_build(arena, &t, &dialogs, &err));
    assert_non_null(strstr(err.text, because));
}

static void patterns_that_tell_nothing_are_refused(void **state) {
    (void)state;
    build_refuses("ab", "fewer than");
    build_refuses("|", "fewer than");
    build_refuses("||", "fewer than");
    build_refuses("{size} is needed", "fewer than");
    build_refuses("requires {size of", "no end");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_become_one),
        cmocka_unit_test(ill_formed_bytes_and_long_texts_are_survived),
        cmocka_unit_test(known_sentences_of_many_writers),
        cmocka_unit_test(hole_is_given_as_written),
        cmocka_unit_test(longer_sentence_wins_and_order_is_kept),
        cmocka_unit_test(short_sentences_must_stand_alone),
        cmocka_unit_test(every_pattern_finds_itself),
        cmocka_unit_test(patterns_that_tell_nothing_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

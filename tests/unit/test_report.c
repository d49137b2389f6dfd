#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report/telling_words.h"
#include "report/visible_text.h"
#include "report_sample.h"

enum { OUT_LIMIT = 4 << 20 };

static struct buffer written(report_writer *write, const struct diagnosis *d, bool verbose) {
    struct buffer out = buffer_with_limit(OUT_LIMIT);
    struct report_style style = {.verbose = verbose};
    write(d, &style, &out);
    assert_true(buffer_ok(&out));
    assert_true(utf8_is_valid(buffer_slice(&out)));
    return out;
}

static bool holds(const struct buffer *out, const char *text) { return slice_contains(buffer_slice(out), text); }

static size_t count(const struct buffer *out, const char *text) {
    size_t n = 0, at;
    for (struct slice rest = buffer_slice(out); (at = slice_find_str(rest, text)) != SLICE_NOT_FOUND; n++)
        rest = slice_from(rest, at + strlen(text));
    return n;
}

static int open_sample(void **state) {
    struct sample *s = malloc(sizeof *s);
    if (s)
        sample_make(s);
    *state = s;
    return s && s->d.arena ? 0 : -1;
}

static int close_sample(void **state) {
    struct sample *s = *state;
    sample_free(s);
    free(s);
    return 0;
}

/* ---- text that may be seen ---- */

static void acting_characters_become_visible(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        uint32_t shown;
    } cases[] = {
        {"\x1b", 0x241B},         {"\x01", 0x2401},         {"\x7f", 0x2421},         {"\r", 0x240D},     {"\xff", 0xFFFD},
        {"\xC2\x9B", 0xFFFD},     {"\xE2\x80\xAE", 0xFFFD}, {"\xE2\x81\xA6", 0xFFFD}, {"\n", '\n'},       {"\t", '\t'},
        {"\xE2\x80\x8B", 0xFFFD}, {"\xEF\xBB\xBF", 0xFFFD}, {"\xEF\xBF\xBE", 0xFFFD}, {"\xC3\xA9", 0xE9}, {"\xF3\xA0\x81\x81", 0xFFFD},
        {"\xE2\x80\xA8", 0xFFFD}, {"\xED\xA0\x80", 0xFFFD}, {"\xC0\xAF", 0xFFFD},     {"a", 'a'},         {"\xF0\x9F\x8D\x8E", 0x1F34E},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice rest = slice_str(cases[i].bytes);
        uint32_t cp = 0;
        assert_true(visible_next(&rest, &cp));
        assert_int_equal(cp, cases[i].shown);
    }
}

static void a_nul_is_seen_and_a_cut_keeps_characters_whole(void **state) {
    (void)state;
    struct slice rest = slice_of("\0", 1);
    uint32_t cp = 0;
    assert_true(visible_next(&rest, &cp));
    assert_int_equal(cp, 0x2400);
    assert_false(visible_next(&rest, &cp));
    assert_int_equal(visible_cut(slice_str("ab\xE2\x82\xAC"), 4).len, 2);
    assert_int_equal(visible_cut(slice_str("ab\xE2\x82\xAC"), 5).len, 5);
    assert_int_equal(visible_cut(slice_str("\x80\x80"), 1).len, 0);
}

/* ---- telling words ---- */

static void find_one(const char *title, const char *pattern, const char *line, const char *expected) {
    struct telling_words t = telling_words_of(slice_str(title), pattern);
    size_t start = 0, len = 0;
    bool found = telling_find(&t, slice_str(line), 0, &start, &len);
    if (expected)
        assert_true(found && slice_is(slice_sub(slice_str(line), start, len), expected));
    else
        assert_false(found);
}

static void values_of_the_title_are_telling(void **state) {
    (void)state;
    const char *pattern = "The hosts file sends {name} to {address}", *title = "The hosts file sends gs.apple.com to 127.0.0.1";
    find_one(title, pattern, "10.0.0.1 gs.apple.com # x", "gs.apple.com");
    find_one(title, pattern, "x 127.0.0.1 other", "127.0.0.1");
    find_one(title, pattern, "the hosts file sends nothing", NULL);
    find_one("{", "{", "{ {", NULL);
    find_one("LuLu holds back", "{product} holds back", "process LULU denied", "LULU");
}

static void names_and_codes_are_telling_without_a_pattern(void **state) {
    (void)state;
    find_one("the server said -1004 (see)", NULL, "Error Code=-1004 \"x\"", "-1004");
    find_one("refused by gs.apple.com:443.", NULL, "to gs.apple.com:443 now", "gs.apple.com:443");
    find_one("the update failed", NULL, "the update failed here and there", NULL);
}

static void only_whole_words_are_telling(void **state) {
    (void)state;
    find_one("code 3194", "code {code}", "x 31942 13194 a3194 y", NULL);
    find_one("code 3194", "code {code}", "x 3194: y", "3194");
    find_one("to gs.apple.com", "to {host}", "x gs.apple.com.example x-gs.apple.com x.gs.apple.com gs.apple.comx", NULL);
    find_one("to gs.apple.com", "to {host}", "a long way to gs.apple.com.", "gs.apple.com");
}

static void the_whole_line_is_not_marked(void **state) {
    (void)state;
    find_one("Said: Failed to personalize the update", "Said: {text}", "Failed to personalize the update", NULL);
    find_one("Said: 127.0.0.1", "Said: {text}", "127.0.0.1", NULL);
    find_one("Said: 127.0.0.1", "Said: {text}", "127.0.0.1 x", "127.0.0.1");
}

/* ---- HTML ---- */

static bool is_void(struct slice name) {
    static const char *const names[] = {"meta", "link", "input", "!doctype"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_is(name, names[i]))
            return true;
    return false;
}

/* Walks the tags: balanced, none that loads or runs anything, links only inside the page. */
static void check_tags(const struct buffer *out) {
    static const char *const forbidden[] = {"script", "iframe", "img", "object", "embed", "base", "form"};
    struct slice rest = buffer_slice(out), before, tag, name, attributes, open[64];
    size_t depth = 0;
    while (slice_cut(rest, "<", &before, &rest)) {
        assert_true(slice_cut(rest, ">", &tag, &rest));
        name = tag;
        attributes = slice_str("");
        (void)slice_cut(tag, " ", &name, &attributes);
        for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
            assert_false(slice_is(name, forbidden[i]));
        assert_false(slice_contains(attributes, "src=") || slice_contains(attributes, "http:") || slice_contains(attributes, "https:"));
        assert_false(slice_contains(attributes, "onerror=") || slice_contains(attributes, "onload=") ||
                     slice_contains(attributes, "onclick="));
        assert_true(!slice_contains(attributes, "href=") || slice_contains(attributes, "href=\"#") || slice_is(name, "link"));
        if (slice_starts_with(tag, "/")) {
            assert_true(depth > 0 && slice_equal(open[depth - 1], slice_from(tag, 1)));
            depth--;
        } else if (!is_void(name) && !slice_ends_with(tag, "/")) {
            assert_true(depth < 64);
            open[depth++] = name;
        }
    }
    assert_int_equal(depth, 0);
}

static void check_headings(const struct buffer *out) {
    struct slice rest = buffer_slice(out), before;
    int level = 0, first = 0;
    while (slice_cut(rest, "<h", &before, &rest)) {
        if (rest.len < 2 || rest.data[0] < '1' || rest.data[0] > '6')
            continue;
        int now = rest.data[0] - '0';
        assert_true(now <= level + 1);
        first += now == 1;
        level = now;
    }
    assert_int_equal(first, 1);
}

static void check_page(const struct diagnosis *d) {
    for (int verbose = 0; verbose < 2; verbose++) {
        struct buffer out CLEANUP_BUFFER = written(report_html, d, verbose);
        check_tags(&out);
        check_headings(&out);
        assert_true(holds(&out, "<html lang=\"en\">") && holds(&out, "default-src 'none'"));
        assert_true(slice_starts_with(buffer_slice(&out), "<!doctype html>"));
    }
}

static void evidence_stays_text_in_html(void **state) {
    struct sample *s = *state;
    struct buffer out CLEANUP_BUFFER = written(report_html, &s->d, false);
    check_page(&s->d);
    assert_true(holds(&out, "&lt;script&gt;alert(1)&lt;/script&gt; &quot;&#39;&amp;amp; \xE2\x90\x9B[31mred"));
    assert_true(holds(&out, "\xE2\x90\x81 \xEF\xBF\xBDtxet desrever\xEF\xBF\xBD \xEF\xBF\xBD\xEF\xBF\xBD"));
    assert_false(holds(&out, "\xE2\x80\xAE") || holds(&out, "\x1b") || holds(&out, "\x01") || holds(&out, "\xC2\x9B"));
    assert_true(holds(&out, "&lt;b&gt;bold&lt;/b&gt;") && holds(&out, "&lt;x&gt;.plist"));
}

static void every_field_of_evidence_stays_text(void **state) {
    struct sample *s = *state;
    const char *evil = "\"><script>alert(1)</script>&'\x1b\xE2\x80\xAE`*_[x](http://evil.example) @all";
    s->d.mac = (struct mac_facts){evil, evil, evil, evil, evil, evil};
    s->d.verdict.summary = s->d.damaged[0].path = s->d.damaged[0].problem = evil;
    for (size_t i = 0; i < 5; i++) {
        s->findings[i].title = s->findings[i].stage = evil;
        s->findings[i].evidence[0].source = s->findings[i].evidence[0].text = slice_str(evil);
    }
    for (size_t i = 0; i < 3; i++)
        s->attempts[i].kind = s->attempts[i].outcome = s->attempts[i].last_stage = s->attempts[i].to_version = evil;
    check_page(&s->d);
    struct buffer out CLEANUP_BUFFER = written(report_markdown, &s->d, true);
    assert_false(holds(&out, "\x1b") || holds(&out, "\xE2\x80\xAE"));
}

/* Bytes drawn mostly from what means something to HTML, Markdown or UTF-8; always the same ones. */
static void fill(char *bytes, size_t len, uint32_t *seed) {
    static const char likely[] = "<>&\"'`*_[]()#!-/= \n\t\r\x1b\xE2\x80\xAE\xF0\x9F\xFF{}";
    for (size_t i = 0; i < len; i++) {
        *seed = *seed * 1664525u + 1013904223u;
        uint32_t draw = *seed >> 16;
        bytes[i] = draw % 4 ? likely[draw / 4 % (sizeof likely - 1)] : (char)(draw / 4 % 255 + 1);
    }
}

static void whatever_the_bytes_the_page_stays_whole(void **state) {
    struct sample *s = *state;
    char bytes[5][200] = {{0}};
    uint32_t seed = 7;
    for (int round = 0; round < 150; round++) {
        for (size_t i = 0; i < 5; i++) {
            fill(bytes[i], sizeof bytes[i] - 1, &seed);
            s->findings[i].title = bytes[i];
            s->rules[i].title = bytes[(i + 1) % 5];
            s->rows[i].text = s->rows[i].source = slice_of(bytes[(i + 2) % 5], sizeof bytes[i]);
        }
        s->d.verdict.summary = s->d.mac.name = s->d.damaged[0].path = bytes[0];
        check_page(&s->d);
        struct buffer out CLEANUP_BUFFER = written(report_markdown, &s->d, true);
        assert_false(holds(&out, "\x1b") || holds(&out, "\xE2\x80\xAE"));
    }
}

static void the_page_says_what_failed_why_and_what_next(void **state) {
    struct sample *s = *state;
    struct buffer out CLEANUP_BUFFER = written(report_html, &s->d, false);
    static const char *const expected[] = {"Cause found",
                                           "proved <small>95",
                                           "<h1>network</h1>",
                                           "<small>stage personalize</small>",
                                           "<a href=\"#step-1\">Remove the lines for Apple hosts from /etc/hosts</a>",
                                           "answers there is not Apple&#39;s server.",
                                           "MacBook Pro (14-inch, 2021), MacBookPro18,3",
                                           "id=\"step-3\"",
                                           "risk: medium",
                                           "about 20 min",
                                           "The former file is kept beside the new one",
                                           "Explained by: The hosts file sends gs.apple.com to 127.0.0.1",
                                           "by how much the clock is wrong",
                                           "object 12 points past the end: 0x9f3 &gt; 0x800",
                                           "Not redacted"};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_true(holds(&out, expected[i]));
    assert_true(holds(&out, "Written by tailor " TAILOR_VERSION));
    assert_int_equal(count(&out, "type=\"checkbox\""), 3);
}

static void quoted_lines_name_their_place_and_mark_what_mattered(void **state) {
    struct sample *s = *state;
    struct buffer out CLEANUP_BUFFER = written(report_html, &s->d, false);
    assert_true(holds(&out, "<code>root/private/etc/hosts<b>:12</b></code>"));
    assert_true(holds(&out, "<pre><mark>127.0.0.1</mark>\t<mark>gs.apple.com</mark>   # added by the toolbox</pre>"));
    assert_true(holds(&out, "<mark>gs.apple.com</mark> (<mark>127.0.0.1</mark>:443)"));
    assert_true(holds(&out, "<time datetime=\"2024-10-01T07:33:52Z\">2024-10-01 07:33:52 UTC</time>"));
}

static void a_long_line_scrolls_by_keyboard_and_is_cut_openly(void **state) {
    struct sample *s = *state;
    struct buffer out CLEANUP_BUFFER = written(report_html, &s->d, false);
    assert_int_equal(count(&out, "<pre tabindex=\"0\""), 1);
    assert_true(holds(&out, "6144 of 10000 bytes are shown."));
}

static void the_picture_breaks_where_the_verdict_says(void **state) {
    struct sample *s = *state;
    s->attempts[0].last_stage = "prepare";
    struct buffer out CLEANUP_BUFFER = written(report_html, &s->d, false);
    assert_true(holds(&out, "it came to personalize: failed.\""));
    assert_true(holds(&out, "it came to download: stopped; nothing says how it ended.\""));
    assert_int_equal(count(&out, "role=\"img\""), 3);
}

static void without_an_attempt_the_stage_alone_is_drawn(void **state) {
    struct sample *s = *state;
    s->d.verdict.n_attempts = 0;
    struct buffer out CLEANUP_BUFFER = written(report_html, &s->d, false);
    assert_int_equal(count(&out, "role=\"img\""), 1);
    assert_false(holds(&out, "attempt in bold"));
    check_page(&s->d);
}

static void the_judged_attempt_is_drawn_however_old(void **state) {
    struct sample *s = *state;
    enum { MANY = 40 };
    struct attempt many[MANY];
    for (size_t i = 0; i < MANY; i++) {
        many[i] = s->attempts[2];
        many[i].outcome = i % 2 ? "succeeded" : "stopped";
    }
    many[MANY - 1] = s->attempts[0];
    s->d.verdict.attempts = many;
    s->d.verdict.n_attempts = MANY;
    struct buffer out CLEANUP_BUFFER = written(report_html, &s->d, false);
    assert_int_equal(count(&out, "role=\"img\""), 9);
    assert_true(holds(&out, "31 earlier attempts are not drawn."));
    assert_true(holds(&out, "<li class=\"judged\""));
}

static void attempts_that_ended_alike_are_drawn_once(void **state) {
    struct sample *s = *state;
    enum { MANY = 6 };
    struct attempt many[MANY];
    for (size_t i = 0; i < MANY; i++) {
        many[i] = s->attempts[2];
        many[i].start_ns = sample_time - (int64_t)(i + 1) * 3600 * NS_PER_SECOND;
    }
    many[0] = s->attempts[0];
    s->d.verdict.attempts = many;
    s->d.verdict.n_attempts = MANY;
    struct buffer out CLEANUP_BUFFER = written(report_html, &s->d, false);
    assert_int_equal(count(&out, "role=\"img\""), 2);
    assert_true(holds(&out, "(scan), 5 times <span class=\"when\"><time datetime=\"2024-10-01T01:33:52Z\">"));
    assert_true(holds(&out, " to <time datetime=\"2024-10-01T05:33:52Z\">"));
}

static void make_undetermined(struct sample *s) {
    s->d.verdict.status = STATUS_UNDETERMINED;
    s->d.verdict.top = NULL;
    s->d.verdict.confidence = 0;
    s->findings[2].explained_by = NULL;
}

static void undetermined_says_so_and_what_would_tell_more(void **state) {
    struct sample *s = *state;
    make_undetermined(s);
    struct buffer out CLEANUP_BUFFER = written(report_html, &s->d, false), md CLEANUP_BUFFER = written(report_markdown, &s->d, false);
    check_page(&s->d);
    assert_true(holds(&out, "<h1>The cause is not proved</h1>") && holds(&out, "<details open>"));
    assert_true(holds(&out, "What was seen") && !holds(&out, "How sure"));
    assert_true(holds(&md, "- **Verdict:** Undetermined\n") && holds(&md, "commands/sntp.txt"));
}

static void healthy_with_nothing_to_tell_is_a_page(void **state) {
    struct sample *s = *state;
    struct arena *arena = s->d.arena;
    s->d = (struct diagnosis){.arena = arena, .verdict = {.status = STATUS_HEALTHY, .summary = "No failed update is visible."}};
    struct buffer out CLEANUP_BUFFER = written(report_html, &s->d, false), md CLEANUP_BUFFER = written(report_markdown, &s->d, false);
    check_page(&s->d);
    assert_true(holds(&out, "Nothing wrong found") && !holds(&out, "checkbox") && !holds(&out, "<h2>"));
    assert_true(slice_starts_with(buffer_slice(&md), "## No failed update found"));
}

static void causes_and_stages_have_their_titles(void **state) {
    struct sample *s = *state;
    struct error err = {{0}};
    struct knowledge *k = knowledge_open(NULL, &err);
    s->d.session = k ? session_open(k, &err) : NULL;
    assert_non_null(s->d.session);
    s->d.redactor = redactor_open(s->d.session, s->d.arena, &err);
    assert_non_null(s->d.redactor);
    s->findings[0].title = "The hosts file sends gs.apple.com to 10.11.12.13";
    s->rows[1].text = slice_str("gdmf.apple.com is 10.11.12.13, says jane@example.org");
    struct buffer out CLEANUP_BUFFER = written(report_html, &s->d, false);
    assert_true(holds(&out, "<h1>The network keeps this Mac from Apple&#39;s servers</h1>") && holds(&out, "Personalizing <small>"));
    assert_true(holds(&out, "sends gs.apple.com to &lt;address-1&gt;") && !holds(&out, "10.11.12.13") && !holds(&out, "jane@"));
    /* A host of the list is marked beside the one of the title; the token of the address is the same in title and line. */
    assert_true(holds(&out, "<pre><mark>gdmf.apple.com</mark> is &lt;<mark>address-1</mark>&gt;, says &lt;mail-1&gt;</pre>"));
    redactor_close(s->d.redactor);
    session_close(s->d.session);
    knowledge_close(k);
}

static void what_only_prepares_names_what_it_prepares(void **state) {
    struct sample *s = *state;
    struct plan_step backup = s->steps[1];
    s->steps[1] = s->steps[0];
    s->steps[0] = backup;
    struct buffer out CLEANUP_BUFFER = written(report_html, &s->d, false), md CLEANUP_BUFFER = written(report_markdown, &s->d, false);
    assert_true(holds(&out, "<a href=\"#step-1\">Back up this Mac</a>, then <a href=\"#step-2\">Remove the lines"));
    assert_true(holds(&md, "- **What next:** Back up this Mac, then Remove the lines"));
}

static void commands_stand_out_and_lose_their_marks(void **state) {
    struct sample *s = *state;
    static const char *steps[] = {"Check: `df -h /` and `a<b`", NULL};
    s->steps[2].steps = steps;
    s->steps[2].worked = "`df` says so";
    struct buffer out CLEANUP_BUFFER = written(report_html, &s->d, false), md CLEANUP_BUFFER = written(report_markdown, &s->d, false),
                      text CLEANUP_BUFFER = written(report_text, &s->d, false), json CLEANUP_BUFFER = written(report_json, &s->d, false);
    assert_true(holds(&out, "<li>Check: <code>df -h /</code> and <code>a&lt;b</code></li>") && holds(&out, "<dd><code>df</code> says so"));
    assert_true(holds(&md, "1. Check: `df -h /` and `a<b`\n"));
    assert_true(holds(&text, "- Check: df -h / and a<b\n") && holds(&json, "\"Check: df -h / and a<b\"") && holds(&json, "\"df says so\""));
}

static void the_last_resort_waits(void **state) {
    struct sample *s = *state;
    s->steps[1].part = s->steps[2].part = PART_LAST_RESORT;
    struct buffer out CLEANUP_BUFFER = written(report_html, &s->d, false), text CLEANUP_BUFFER = written(report_text, &s->d, false),
                      all CLEANUP_BUFFER = written(report_text, &s->d, true);
    check_page(&s->d);
    assert_true(holds(
        &out, "<details class=\"resort\">\n<summary>If all of that did not help, the last resort (2 steps)</summary>\n<ol start=\"2\">"));
    assert_true(holds(&text, "3. Free space on the startup disk") && !holds(&text, "Empty the Trash") && holds(&all, "Empty the Trash"));
}

/* The earlier attempt of the sample fails for want of space, and the judged one comes further. */
static void tell_earlier(struct sample *s, struct earlier_failure *failure, bool ahead) {
    s->findings[1].outside = true;
    s->findings[1].strength = STRENGTH_HINTS;
    *failure = (struct earlier_failure){.attempt = &s->attempts[1], .finding = &s->findings[1], .ahead = ahead};
    s->d.earlier = (struct earlier){.failures = failure, .n_failures = 1};
}

static void an_earlier_cause_is_told_before_the_present_one(void **state) {
    struct sample *s = *state;
    struct earlier_failure failure;
    report_writer *const writers[] = {report_text, report_markdown, report_html};
    for (int ahead = 0; ahead < 2; ahead++) {
        tell_earlier(s, &failure, ahead);
        check_page(&s->d);
        for (size_t i = 0; i < 3; i++) {
            struct buffer out CLEANUP_BUFFER = written(writers[i], &s->d, false);
            size_t first = slice_find_str(buffer_slice(&out), "One after the other"),
                   space = slice_find_str(buffer_slice(&out), "Only 11.4 GB");
            assert_true(first != SLICE_NOT_FOUND && space > first && space < slice_find_str(buffer_slice(&out), "What stopped it before"));
            assert_int_equal(holds(&out, "It was overcome: the last attempt came further."), !ahead);
        }
        struct buffer json CLEANUP_BUFFER = written(report_json, &s->d, false);
        assert_true(holds(&json, ahead ? "\"overcome\": false" : "\"overcome\": true") &&
                    holds(&json, "\"rule\": \"disk-space/nearly-full\""));
    }
}

/* Three lines round line 812 of the log, as context_read() leaves them. */
static void the_lines_round_a_quote_are_shown_beside_it(void **state) {
    struct sample *s = *state;
    struct context_line lines[7];
    struct context_place place = {.source = s->rows[1].source, .from = 809, .to = 815, .lines = lines};
    for (int64_t i = 0; i < 7; i++)
        lines[i] = (struct context_line){.number = 809 + i, .text = slice_str(i < 3 ? "a <line> before" : "a line behind")};
    lines[3].text = s->rows[1].text;
    s->d.context = (struct context){.places = &place, .n_places = 1};
    struct buffer out CLEANUP_BUFFER = written(report_html, &s->d, false);
    check_page(&s->d);
    assert_int_equal(count(&out, "<code>a &lt;line&gt; before</code>"), 3);
    assert_int_equal(count(&out, "<code>a line behind</code>"), 3);
    lines[3].text = slice_str("another line stands there now");
    struct buffer none CLEANUP_BUFFER = written(report_html, &s->d, false);
    assert_int_equal(count(&none, "class=\"near\""), 0);
}

static void a_full_buffer_ends_the_report_quietly(void **state) {
    struct sample *s = *state;
    struct report_style style = {.verbose = false};
    for (size_t limit = 0; limit < 12000; limit += 997) {
        struct buffer html CLEANUP_BUFFER = buffer_with_limit(limit), md CLEANUP_BUFFER = buffer_with_limit(limit / 8);
        report_html(&s->d, &style, &html);
        report_markdown(&s->d, &style, &md);
        assert_false(buffer_ok(&html) || buffer_ok(&md));
    }
}

/* ---- Markdown ---- */

static void a_fence_is_longer_than_the_backticks_inside(void **state) {
    struct sample *s = *state;
    struct buffer out CLEANUP_BUFFER = written(report_markdown, &s->d, true);
    assert_true(holds(&out, "\n`````text\n2024-10-01 09:33:53+02") && holds(&out, "\n`````\n"));
    assert_true(holds(&out, "<script>alert(1)</script>")); /* inside the fence, as it was written */
    assert_true(holds(&out, "`root/private/etc/hosts` line 12\n\n```text\n127.0.0.1\tgs.apple.com"));
}

static void outside_fences_nothing_is_interpreted(void **state) {
    struct sample *s = *state;
    struct buffer out CLEANUP_BUFFER = written(report_markdown, &s->d, true);
    assert_true(holds(&out, "**\\<b\\>bold\\</b\\> \\*stars\\* \\[x\\](y) \\& `@all`**"));
    assert_true(holds(&out, "Open `http://captive.apple.com` in Safari"));
    assert_true(holds(&out, "`root/Library/Preferences/<x>.plist`"));
}

static void a_summary_cannot_open_a_block(void **state) {
    struct sample *s = *state;
    static const struct {
        const char *summary, *written;
    } cases[] = {
        {"1. one", "\n1\\. one\n"},         {"# head", "\n\\# head\n"},     {"- item", "\n\\- item\n"},
        {"> said", "\n\\> said\n"},         {"=== x", "\n\\=\\=\\= x\n"},   {"a\n\n# b", "\na # b\n"},
        {"see a/b#12", "\nsee `a/b#12`\n"}, {"x `@a`", "\nx `` `@a` ``\n"}, {"www.evil.example", "\n`www.evil.example`\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        s->d.verdict.summary = cases[i].summary;
        struct buffer out CLEANUP_BUFFER = written(report_markdown, &s->d, false);
        assert_true(holds(&out, cases[i].written));
    }
}

static void the_plan_is_a_checklist(void **state) {
    struct sample *s = *state;
    struct buffer out CLEANUP_BUFFER = written(report_markdown, &s->d, false);
    assert_true(holds(&out, "- [ ] **1\\. Remove the lines for Apple hosts from /etc/hosts** (automatic, about 5 min, risk: low)\n"));
    assert_true(holds(&out, "  1. Open Terminal and save a copy") && holds(&out, "  - *To undo it:* The former file"));
    assert_true(holds(&out, "- **What next:** Remove the lines"));
}

#define SAMPLE_TEST(name) cmocka_unit_test_setup_teardown(name, open_sample, close_sample)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(acting_characters_become_visible),
        cmocka_unit_test(a_nul_is_seen_and_a_cut_keeps_characters_whole),
        cmocka_unit_test(values_of_the_title_are_telling),
        cmocka_unit_test(names_and_codes_are_telling_without_a_pattern),
        cmocka_unit_test(only_whole_words_are_telling),
        cmocka_unit_test(the_whole_line_is_not_marked),
        SAMPLE_TEST(evidence_stays_text_in_html),
        SAMPLE_TEST(every_field_of_evidence_stays_text),
        SAMPLE_TEST(whatever_the_bytes_the_page_stays_whole),
        SAMPLE_TEST(the_page_says_what_failed_why_and_what_next),
        SAMPLE_TEST(quoted_lines_name_their_place_and_mark_what_mattered),
        SAMPLE_TEST(a_long_line_scrolls_by_keyboard_and_is_cut_openly),
        SAMPLE_TEST(the_picture_breaks_where_the_verdict_says),
        SAMPLE_TEST(without_an_attempt_the_stage_alone_is_drawn),
        SAMPLE_TEST(the_judged_attempt_is_drawn_however_old),
        SAMPLE_TEST(attempts_that_ended_alike_are_drawn_once),
        SAMPLE_TEST(undetermined_says_so_and_what_would_tell_more),
        SAMPLE_TEST(healthy_with_nothing_to_tell_is_a_page),
        SAMPLE_TEST(causes_and_stages_have_their_titles),
        SAMPLE_TEST(what_only_prepares_names_what_it_prepares),
        SAMPLE_TEST(commands_stand_out_and_lose_their_marks),
        SAMPLE_TEST(the_last_resort_waits),
        SAMPLE_TEST(an_earlier_cause_is_told_before_the_present_one),
        SAMPLE_TEST(the_lines_round_a_quote_are_shown_beside_it),
        SAMPLE_TEST(a_full_buffer_ends_the_report_quietly),
        SAMPLE_TEST(a_fence_is_longer_than_the_backticks_inside),
        SAMPLE_TEST(outside_fences_nothing_is_interpreted),
        SAMPLE_TEST(a_summary_cannot_open_a_block),
        SAMPLE_TEST(the_plan_is_a_checklist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

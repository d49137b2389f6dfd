/* Evidence in every form and every kind of bad state: each test states one behaviour by the notes and bytes that come out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "evidence/evidence.h"
#include "evidence/gunzip.h"
#include "evidence/recognise.h"
#include "evidence/shown_path.h"
#include "os/os.h"

enum { MAX_NOTES = 512, PATH_BYTES = 256 };

struct seen {
    struct {
        char path[PATH_BYTES], problem[512];
        const char *kind;
        enum evidence_state state;
        uint64_t size, bytes;
        uint32_t mode;
        int64_t owner;
    } notes[MAX_NOTES];
    size_t n_notes, total;
    uint64_t bytes;
    uint32_t mode;
    int64_t owner;
    const char *refuse; /* kind */
};

static struct knowledge *knowledge;
static char folder[] = "/tmp/tailor-evidence-XXXXXX";

static bool take(void *context, struct artefact *a, struct error *err) {
    static uint8_t bytes[100000];
    struct seen *seen = context;
    size_t len = 0;
    seen->bytes = 0;
    seen->mode = a->mode;
    seen->owner = a->owner;
    if (seen->refuse && strcmp(seen->refuse, a->kind) == 0)
        return error_set(err, "line 3 makes no sense");
    do {
        if (!a->read(a, bytes, sizeof bytes, &len, err))
            return false;
        seen->bytes += len;
    } while (len);
    return true;
}

static void remember(void *context, const struct evidence_note *n) {
    struct seen *seen = context;
    seen->total++;
    if (seen->n_notes == MAX_NOTES)
        return;
    size_t i = seen->n_notes++;
    snprintf(seen->notes[i].path, PATH_BYTES, "%.*s", SLICE_ARG(n->path));
    snprintf(seen->notes[i].problem, sizeof seen->notes[i].problem, "%s", n->problem ? n->problem : "");
    seen->notes[i].kind = n->kind;
    seen->notes[i].state = n->state;
    seen->notes[i].size = n->size;
    bool taken = n->state == EVIDENCE_READ || n->state == EVIDENCE_TRUNCATED || n->state == EVIDENCE_DAMAGED;
    seen->notes[i].bytes = taken ? seen->bytes : 0;
    seen->notes[i].mode = seen->mode;
    seen->notes[i].owner = seen->owner;
}

static const char *in_folder(const char *name) {
    static char paths[4][512];
    static size_t next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static struct seen *walk_with(struct seen *seen, const char *const *paths, size_t n_paths, const struct evidence_limits *limits) {
    static struct seen fresh;
    if (!seen) {
        memset(&fresh, 0, sizeof fresh);
        seen = &fresh;
    }
    struct error err;
    const struct evidence_options options = {
        .knowledge = knowledge, .paths = paths, .n_paths = n_paths, .limits = limits ? *limits : (struct evidence_limits){0}};
    const struct evidence_visitor visitor = {.context = seen, .artefact = take, .note = remember};
    if (!evidence_visit(&options, &visitor, &err))
        fail_msg("%s", err.text);
    return seen;
}

/* Walks one file or folder below the tests' own. */
static struct seen *walk(const char *name) {
    const char *path = in_folder(name);
    return walk_with(NULL, &path, 1, NULL);
}

static size_t find(const struct seen *s, const char *path) {
    for (size_t i = 0; i < s->n_notes; i++)
        if (strcmp(s->notes[i].path, path) == 0)
            return i;
    for (size_t i = 0; i < s->n_notes; i++)
        print_message("  %s %s\n", evidence_state_name(s->notes[i].state), s->notes[i].path);
    fail_msg("no note of %s", path);
    return 0;
}

static void expect(const struct seen *s, const char *path, const char *kind, enum evidence_state state, const char *problem) {
    size_t i = find(s, path);
    assert_int_equal(s->notes[i].state, state);
    if (kind)
        assert_string_equal(s->notes[i].kind ? s->notes[i].kind : "none", kind);
    if (!strstr(s->notes[i].problem, problem))
        fail_msg("%s: the problem is '%s', not '%s'", path, s->notes[i].problem, problem);
}

static void write_file(const char *name, const void *bytes, size_t len) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    for (char *p = path + strlen(folder) + 1; *p; p++)
        if (*p == '/') {
            *p = '\0';
            mkdir(path, 0755);
            *p = '/';
        }
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0640);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, len), len);
    close(fd);
}

static void write_text(const char *name, const char *text) { write_file(name, text, strlen(text)); }

static int run(char *const *argv) {
    pid_t pid = fork();
    if (pid == 0) {
        execvp(argv[0], argv);
        _exit(127);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return status;
}

static int make_folder(void **state) {
    (void)state;
    struct error err;
    knowledge = knowledge_open(NULL, &err);
    assert_non_null(knowledge);
    assert_non_null(mkdtemp(folder));
    chmod(folder, 0755);
    char *const argv[] = {"python3", "tests/evidence/make_archives.py", folder, NULL};
    return run(argv);
}

static int remove_folder(void **state) {
    (void)state;
    knowledge_close(knowledge);
    char *const argv[] = {"rm", "-rf", folder, NULL};
    return run(argv);
}

/* --- forms ------------------------------------------------------------------------------------------------------------------ */

static void every_form_of_archive_shows_the_same_bundle(void **state) {
    (void)state;
    static const char *const names[] = {"bundle.tar", "bundle.tar.gz", "bundle.tar.xz", "bundle.tar.bz2", "bundle.tar.zst", "bundle.zip"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct seen *s = walk(names[i]);
        assert_int_equal(s->n_notes, 4);
        expect(s, "commands/df.txt", "df", EVIDENCE_READ, "");
        expect(s, "dialog.txt", "dialog", EVIDENCE_READ, "");
        expect(s, "root/private/etc/hosts", "hosts", EVIDENCE_READ, "");
        expect(s, "root/private/var/log/install.log", "install_log", EVIDENCE_READ, "");
        assert_int_equal(s->notes[find(s, "root/private/var/log/install.log")].bytes, 256890);
    }
}

static void an_archive_tells_modes_and_owners(void **state) {
    (void)state;
    struct seen *s = walk("bundle.tar.gz");
    assert_int_equal(s->notes[0].mode, 0640);
    assert_int_equal(s->notes[0].owner, 501);
    assert_int_equal(walk("bundle.zip")->notes[0].owner, -1);
}

static void a_sysdiagnose_loses_its_top_folder(void **state) {
    (void)state;
    struct seen *s = walk("sysdiagnose_2024.10.01_x.tar.gz");
    expect(s, "logs/install.log", "install_log", EVIDENCE_READ, "");
    expect(s, "SystemVersion/SystemVersion.plist", "system_version", EVIDENCE_READ, "");
}

static void a_volume_gets_root_in_front(void **state) {
    (void)state;
    expect(walk("volume.tar.gz"), "root/private/etc/hosts", "hosts", EVIDENCE_READ, "");
    write_text("volume/System/Library/CoreServices/SystemVersion.plist", "<plist/>");
    write_text("volume/private/var/log/install.log", "x\n");
    write_text("volume/System/Library/PrivateFrameworks/A.framework/Info.plist", "<plist/>");
    struct seen *s = walk("volume");
    expect(s, "root/System/Library/CoreServices/SystemVersion.plist", "system_version", EVIDENCE_READ, "");
    expect(s, "root/private/var/log/install.log", "install_log", EVIDENCE_READ, "");
    expect(s, "root/System/Library/PrivateFrameworks", "none", EVIDENCE_SKIPPED, "holds nothing");
    assert_int_equal(s->n_notes, 3);
}

static void a_folder_is_walked_in_the_order_of_its_names(void **state) {
    (void)state;
    write_text("bundle/root/b.plist", "x");
    write_text("bundle/root/a.plist", "x");
    write_text("bundle/commands/df.txt", "x");
    write_text("bundle/root/B.plist", "x");
    write_text("bundle/root/unknown.bin", "x");
    struct seen *s = walk("bundle");
    static const char *const order[] = {"commands/df.txt", "root/B.plist", "root/a.plist", "root/b.plist", "root/unknown.bin"};
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(s->notes[i].path, order[i]);
    expect(s, "root/unknown.bin", "none", EVIDENCE_LISTED, "");
    assert_int_equal(s->notes[0].owner, -1);
}

static void folders_around_the_evidence_are_not_shown(void **state) {
    (void)state;
    write_text("around/mac-12/evidence/root/private/etc/hosts", "x");
    write_text("around/.DS_Store", "x");
    expect(walk("around"), "root/private/etc/hosts", "hosts", EVIDENCE_READ, "");
    write_text("outer/sysdiagnose_2024/logs/install.log", "x");
    expect(walk("outer"), "logs/install.log", "install_log", EVIDENCE_READ, "");
    write_text("disk/Macintosh HD/private/var/log/install.log", "x");
    expect(walk("disk"), "root/private/var/log/install.log", "install_log", EVIDENCE_READ, "");
    write_text("plain/one/two/a.log", "x");
    expect(walk("plain"), "one/two/a.log", "agent_log", EVIDENCE_READ, "");
    write_text("etc/hosts", "x");
    expect(walk("etc"), "hosts", "hosts", EVIDENCE_READ, "");
}

static void several_paths_are_told_apart(void **state) {
    (void)state;
    write_text("one/evidence/dialog.txt", "x");
    write_text("two/evidence/dialog.txt", "x");
    const char *paths[] = {in_folder("one/evidence"), in_folder("two/evidence/"), in_folder("bundle.zip"), in_folder("install.log.0.gz")};
    struct seen *s = walk_with(NULL, paths, 4, NULL);
    expect(s, "evidence/dialog.txt", "dialog", EVIDENCE_READ, "");
    expect(s, "evidence-2/dialog.txt", "dialog", EVIDENCE_READ, "");
    expect(s, "bundle.zip/root/private/etc/hosts", "hosts", EVIDENCE_READ, "");
    expect(s, "install.log.0.gz", "install_log", EVIDENCE_READ, "");
}

static void a_gzip_file_arrives_inflated_members_and_padding_and_all(void **state) {
    (void)state;
    struct seen *s = walk("install.log.0.gz");
    expect(s, "install.log.0.gz", "install_log", EVIDENCE_READ, "");
    assert_int_equal(s->notes[0].bytes, 256890);
    s = walk("inside.tar");
    assert_int_equal(s->notes[find(s, "root/private/var/log/install.log.0.gz")].bytes, 256890);
    assert_int_equal(s->notes[find(s, "root/private/var/log/install.log.1.bz2")].bytes, 256890);
}

static void archives_in_archives_are_read_three_deep(void **state) {
    (void)state;
    struct seen *s = walk("nested-2.zip");
    expect(s, "level-2.zip/level-1.tar.gz/root/private/etc/hosts", "hosts", EVIDENCE_READ, "");
    s = walk("nested-3.zip");
    expect(s, "level-3.zip/level-2.zip/level-1.tar.gz", NULL, EVIDENCE_SKIPPED, "inside too many others");
    expect(s, "level-3.zip/beside-2.log", "agent_log", EVIDENCE_READ, "");
}

static void an_archive_in_a_folder_is_looked_into(void **state) {
    (void)state;
    char *const argv[] = {"cp", (char *)(uintptr_t)in_folder("bundle.tar.gz"), (char *)(uintptr_t)in_folder("bundle/root/x.tgz"), NULL};
    assert_int_equal(run(argv), 0);
    expect(walk("bundle"), "root/x.tgz/commands/df.txt", "df", EVIDENCE_READ, "");
}

static bool want_only_hosts(void *context, const char *kind) {
    (void)context;
    return strcmp(kind, "hosts") == 0;
}

static void what_is_not_wanted_is_only_listed(void **state) {
    (void)state;
    static struct seen seen;
    const char *paths[] = {in_folder("bundle.zip"), in_folder("bundle.tar"), in_folder("bundle")};
    const struct evidence_options options = {.knowledge = knowledge, .paths = paths, .n_paths = 3, .want = want_only_hosts};
    const struct evidence_visitor visitor = {.context = &seen, .artefact = take, .note = remember};
    assert_true(evidence_visit(&options, &visitor, NULL));
    expect(&seen, "bundle.zip/root/private/etc/hosts", "hosts", EVIDENCE_READ, "");
    expect(&seen, "bundle.tar/root/private/etc/hosts", "hosts", EVIDENCE_READ, "");
    expect(&seen, "bundle.tar/root/private/var/log/install.log", "install_log", EVIDENCE_LISTED, "");
    expect(&seen, "bundle/commands/df.txt", "df", EVIDENCE_LISTED, "");
}

static void standard_input_is_known_by_its_content(void **state) {
    (void)state;
    static const char *const files[] = {"install.log.0.gz", "bundle.tar.xz"};
    static const char *const shown[] = {"stdin", "root/private/var/log/install.log"};
    const char *path = "-";
    for (size_t i = 0; i < 2; i++) {
        int kept = dup(STDIN_FILENO), fd = open(in_folder(files[i]), O_RDONLY);
        dup2(fd, STDIN_FILENO);
        struct seen *s = walk_with(NULL, &path, 1, NULL);
        dup2(kept, STDIN_FILENO);
        close(kept);
        close(fd);
        expect(s, shown[i], "install_log", EVIDENCE_READ, "");
    }
}

/* --- single files ------------------------------------------------------------------------------------------------------------ */

static void a_single_file_is_known_by_name_or_content(void **state) {
    (void)state;
    static const struct {
        const char *name, *text, *kind;
    } cases[] = {
        {"etc/hosts", "127.0.0.1 localhost\n", "hosts"},
        {"from-a-friend", "2024-10-01 03:33:52-06 Mac softwareupdated[612]: SUOSU\n", "install_log"},
        {"update.log", "2024-10-01 03:33:52+02 Mac softwareupdated[612]: SUOSU\n", "install_log"},
        {"pasted.rtf", "{\\rtf1\\ansi\n\\f0\\fs24 \\cf0 2024-10-01 03:33:52-06 Mac softwareupdated[612]: x\\\n}", "install_log"},
        {"unified.txt", "Timestamp                       Thread     Type        Activity             PID    TTL\n", "log_show"},
        {"a.txt", "2022-08-01 12:32:33.832547-0400  localhost softwareupdated[612]: x\n", "log_show"},
        {"jamf.txt", "Tue Oct 01 09:00:00 Mac jamf[1]: Checking for policies\n", "agent_log"},
        {"prefs", "<?xml version=\"1.0\"?>\n<!DOCTYPE plist PUBLIC>\n<plist/>", "plist"},
        {"prefs.bin", "bplist00\xd0", "plist"},
        {"said.md", "Failed to personalize the software update. Please try again.\n", "dialog"},
        {"bom", "BOMStore\x01", "receipt_bom"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_text(cases[i].name, cases[i].text);
        struct seen *s = walk(cases[i].name);
        assert_int_equal(s->n_notes, 1);
        if (!s->notes[0].kind || strcmp(s->notes[0].kind, cases[i].kind) != 0)
            fail_msg("%s is %s, not %s", cases[i].name, s->notes[0].kind ? s->notes[0].kind : "nothing", cases[i].kind);
    }
}

static void utf16_is_looked_through(void **state) {
    (void)state;
    static const char text[] = "2024-10-01 03:33:52-06 Mac softwareupdated[612]: SUOSU\n";
    uint8_t wide[2 + 2 * sizeof text] = {0xff, 0xfe};
    for (size_t i = 0; i + 1 < sizeof text; i++)
        wide[2 + 2 * i] = (uint8_t)text[i];
    assert_string_equal(recognise_content(slice_of(wide, 2 * sizeof text), true).kind, "install_log");
    assert_string_equal(recognise_content(slice_of(wide + 2, 2 * sizeof text - 2), true).kind, "install_log");
}

static void what_nothing_reads_is_called_by_its_name(void **state) {
    (void)state;
    write_file("pkg", "xar!\0\x1c\0\x01", 8);
    expect(walk("pkg"), "pkg", "none", EVIDENCE_SKIPPED, "an installer package");
    write_text("nothing", "");
    expect(walk("nothing"), "nothing", "none", EVIDENCE_SKIPPED, "an empty file");
    expect(walk("empty.tar"), "empty.tar", "none", EVIDENCE_SKIPPED, "zero bytes");
    expect(walk("empty.zip"), "empty.zip", "none", EVIDENCE_SKIPPED, "empty");
}

static void names_in_archives_are_made_alike(void **state) {
    (void)state;
    static const struct {
        const char *name, *shown;
        bool in_volume;
    } cases[] = {
        {"./root/private/etc/hosts", "root/private/etc/hosts", false},
        {"mac/commands/df.txt", "commands/df.txt", false},
        {"mac/dialog.txt", "dialog.txt", false},
        {"mac/x/dialog.txt", "mac/x/dialog.txt", false},
        {"sysdiagnose_1/System/Library/a", "System/Library/a", false},
        {"./private/var/log/install.log", "private/var/log/install.log", true},
        {"mac/System/Library/a", "System/Library/a", true},
        {"logs/a.log", "logs/a.log", false},
        {"Library", "Library", false},
        {"", "", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct shown_path s = shown_path(slice_str(cases[i].name));
        assert_true(slice_is(s.rest, cases[i].shown));
        assert_int_equal(s.in_volume, cases[i].in_volume);
    }
    assert_non_null(shown_path_problem(slice_str("a/../../b")));
    assert_non_null(shown_path_problem(slice_str("..")));
    assert_null(shown_path_problem(slice_str("a/..b/c..")));
}

/* --- hostile things ---------------------------------------------------------------------------------------------------------- */

static void a_path_that_leads_nowhere_is_missing(void **state) {
    (void)state;
    expect(walk("not-there"), "not-there", NULL, EVIDENCE_MISSING, "No such file");
    assert_int_equal(symlink("loop", in_folder("loop")), 0);
    expect(walk("loop"), "loop", NULL, EVIDENCE_MISSING, "symbolic links");
    const char *paths[] = {in_folder("not-there"), in_folder("bundle.zip")};
    expect(walk_with(NULL, paths, 2, NULL), "bundle.zip/dialog.txt", "dialog", EVIDENCE_READ, "");
}

static void an_empty_folder_says_so(void **state) {
    (void)state;
    mkdir(in_folder("hollow"), 0755);
    expect(walk("hollow"), "hollow", NULL, EVIDENCE_SKIPPED, "the folder is empty");
}

static void links_fifos_and_devices_in_a_folder_are_not_followed(void **state) {
    (void)state;
    write_text("traps/root/a.plist", "x");
    assert_int_equal(symlink("/etc/passwd", in_folder("traps/root/b.plist")), 0);
    assert_int_equal(symlink("..", in_folder("traps/root/up")), 0);
    assert_int_equal(mkfifo(in_folder("traps/root/c.plist"), 0644), 0);
    struct seen *s = walk("traps");
    assert_int_equal(s->n_notes, 4);
    expect(s, "root/b.plist", NULL, EVIDENCE_SKIPPED, "symbolic link");
    expect(s, "root/up", NULL, EVIDENCE_SKIPPED, "symbolic link");
    expect(s, "root/c.plist", NULL, EVIDENCE_SKIPPED, "FIFO");
    expect(walk("traps/root/c.plist"), "c.plist", NULL, EVIDENCE_SKIPPED, "FIFO");
    const char *zero = "/dev/zero";
    expect(walk_with(NULL, &zero, 1, NULL), "zero", NULL, EVIDENCE_SKIPPED, "device");
}

static void what_may_not_be_read_is_a_note(void **state) {
    (void)state;
    write_text("locked/root/a.plist", "x");
    write_text("locked/root/shut/b.plist", "x");
    write_text("locked/root/z.plist", "x");
    chmod(in_folder("locked/root/a.plist"), 0);
    chmod(in_folder("locked/root/z.plist"), 0644);
    chmod(in_folder("locked/root/shut"), 0);
    bool root = geteuid() == 0;
    if (root)
        assert_int_equal(seteuid(65534), 0);
    struct seen *s = walk("locked");
    if (root)
        assert_int_equal(seteuid(0), 0);
    expect(s, "root/a.plist", NULL, EVIDENCE_SKIPPED, "Permission denied");
    expect(s, "root/shut", NULL, EVIDENCE_SKIPPED, "Permission denied");
    expect(s, "root/z.plist", "plist", EVIDENCE_READ, "");
    chmod(in_folder("locked/root/shut"), 0755);
}

static bool shrink(void *context, struct artefact *a, struct error *err) {
    uint8_t bytes[1000];
    size_t len = 0;
    struct seen *seen = context;
    assert_true(a->read(a, bytes, sizeof bytes, &len, err));
    assert_int_equal(truncate(in_folder("shrinks.plist"), 300000), 0);
    do {
        if (!a->read(a, bytes, sizeof bytes, &len, err))
            return false;
        seen->bytes += len;
    } while (len);
    return true;
}

static void a_file_that_shrinks_is_truncated(void **state) {
    (void)state;
    write_text("shrinks.plist", "x");
    assert_int_equal(truncate(in_folder("shrinks.plist"), 1000000), 0);
    static struct seen seen;
    const char *path = in_folder("shrinks.plist");
    const struct evidence_options options = {.knowledge = knowledge, .paths = &path, .n_paths = 1};
    const struct evidence_visitor visitor = {.context = &seen, .artefact = shrink, .note = remember};
    assert_true(evidence_visit(&options, &visitor, NULL));
    expect(&seen, "shrinks.plist", "plist", EVIDENCE_TRUNCATED, "became shorter while it was read: 300000 of 1000000");
}

static void a_file_without_end_stops_at_the_limit(void **state) {
    (void)state;
    const char *path = "-";
    int kept = dup(STDIN_FILENO), fd = open("/dev/zero", O_RDONLY);
    dup2(fd, STDIN_FILENO);
    struct seen *s = walk_with(NULL, &path, 1, NULL);
    assert_int_equal(s->notes[0].state, EVIDENCE_SKIPPED);
    dup2(kept, STDIN_FILENO);
    close(kept);
    close(fd);
    path = in_folder("install.log.0.gz");
    s = walk_with(NULL, &path, 1, &(struct evidence_limits){.artefact_bytes = 100000});
    expect(s, "install.log.0.gz", "install_log", EVIDENCE_DAMAGED, "larger than the limit of 100000");
    assert_int_equal(s->notes[0].bytes, 100000);
    s = walk_with(NULL, &path, 1, &(struct evidence_limits){.artefact_bytes = 256890});
    expect(s, "install.log.0.gz", "install_log", EVIDENCE_READ, "");
}

static void a_cut_archive_gives_what_came_before(void **state) {
    (void)state;
    static const char *const names[] = {"cut.tar", "cut.tar.gz", "cut.tar.xz", "cut.zip"};
    for (size_t i = 0; i < 4; i++) {
        struct seen *s = walk(names[i]);
        expect(s, "root/private/etc/hosts", "hosts", EVIDENCE_READ, "");
        expect(s, "root/private/var/log/install.log", "install_log", EVIDENCE_TRUNCATED, "");
        assert_true(s->notes[find(s, "root/private/var/log/install.log")].bytes > 50000);
        expect(s, names[i], NULL, EVIDENCE_TRUNCATED, "what came before was read");
    }
    struct seen *s = walk("install.log.1.gz");
    expect(s, "install.log.1.gz", "install_log", EVIDENCE_TRUNCATED, "cut short");
    assert_true(s->notes[0].bytes > 100000);
}

static void a_flipped_bit_is_noticed(void **state) {
    (void)state;
    static const char *const names[] = {"flipped.tar.gz", "flipped.tar.xz", "flipped.zip", "hosts.gz"};
    for (size_t i = 0; i < 4; i++) {
        struct seen *s = walk(names[i]);
        bool damaged = false;
        for (size_t n = 0; n < s->n_notes; n++)
            damaged |= s->notes[n].state == EVIDENCE_DAMAGED && s->notes[n].problem[0];
        if (!damaged)
            fail_msg("%s passes as whole", names[i]);
    }
    struct seen *s = walk("bad-header.tar");
    expect(s, "root/private/etc/hosts", "hosts", EVIDENCE_READ, "");
    expect(s, "bad-header.tar", NULL, EVIDENCE_DAMAGED, "damaged after 1 members");
    expect(s, "root/last.plist", "plist", EVIDENCE_READ, "");
}

static void members_that_lead_elsewhere_are_skipped_with_the_reason(void **state) {
    (void)state;
    struct seen *s = walk("links.tar");
    assert_int_equal(s->n_notes, 8);
    static const char *const reasons[] = {"..", "absolute", "symbolic link", "hard link", "FIFO", "FIFO", "extended attributes"};
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(s->notes[i].state, EVIDENCE_SKIPPED);
        assert_non_null(strstr(s->notes[i].problem, reasons[i]));
    }
    expect(s, "root/a/b.plist", "plist", EVIDENCE_READ, "");
    assert_string_equal(s->notes[1].path, "/private/etc/hosts");
}

static void encrypted_members_are_skipped(void **state) {
    (void)state;
    struct seen *s = walk("encrypted.zip");
    expect(s, "root/secret.plist", NULL, EVIDENCE_SKIPPED, "encrypted");
    expect(s, "root/open.plist", "plist", EVIDENCE_READ, "");
}

static void bombs_are_stopped_and_what_came_before_stays(void **state) {
    (void)state;
    struct seen *s = walk("bomb.tar.gz");
    expect(s, "root/private/etc/hosts", "hosts", EVIDENCE_READ, "");
    expect(s, "root/private/var/log/install.log", "install_log", EVIDENCE_DAMAGED, "archive bomb");
    expect(s, "bomb.tar.gz", NULL, EVIDENCE_DAMAGED, "archive bomb");
    assert_true(s->notes[1].bytes < UINT64_C(400) << 20);
    assert_non_null(strstr(walk("bomb.log.gz")->notes[0].problem, "archive bomb"));
    assert_non_null(strstr(walk("sparse.tar")->notes[0].problem, "archive bomb"));
}

static void names_stay_the_bytes_they_are(void **state) {
    (void)state;
    struct seen *s = walk("odd-names.tar");
    expect(s, "\xff\x1b[2J\n\xc3(/odd.plist", "plist", EVIDENCE_READ, "");
    write_text("odd/root/\xff\x1b[2J\n\xc3(.plist", "x");
    expect(walk("odd"), "root/\xff\x1b[2J\n\xc3(.plist", "plist", EVIDENCE_READ, "");
}

static void too_many_entries_stop_the_walk(void **state) {
    (void)state;
    const char *paths[] = {in_folder("many.tar"), in_folder("bundle.zip")};
    struct seen *s = walk_with(NULL, paths, 1, &(struct evidence_limits){.entries = 100});
    assert_int_equal(s->total, 100);
    expect(s, "many.tar", NULL, EVIDENCE_SKIPPED, "more than 100 files");
}

static void depth_is_limited_in_folders_and_not_in_names(void **state) {
    (void)state;
    struct seen *s = walk("deep.tar");
    assert_int_equal(s->n_notes, 2);
    expect(s, "root/after.plist", "plist", EVIDENCE_READ, "");
    mkdir(in_folder("abyss"), 0755);
    int fd = open(in_folder("abyss"), O_RDONLY | O_DIRECTORY);
    for (int i = 0; i < 10000; i++) {
        assert_int_equal(mkdirat(fd, "d", 0755), 0);
        int next = openat(fd, "d", O_RDONLY | O_DIRECTORY);
        close(fd);
        fd = next;
    }
    close(fd);
    write_text("abyss/z.plist", "x");
    s = walk("abyss");
    assert_int_equal(s->n_notes, 2);
    assert_non_null(strstr(s->notes[0].problem, "inside too many"));
    expect(s, "z.plist", "plist", EVIDENCE_READ, "");
}

static void a_refused_artefact_is_damaged_and_the_walk_goes_on(void **state) {
    (void)state;
    static struct seen seen = {.refuse = "hosts"};
    const char *path = in_folder("bundle.tar.gz");
    walk_with(&seen, &path, 1, NULL);
    expect(&seen, "root/private/etc/hosts", "hosts", EVIDENCE_DAMAGED, "line 3 makes no sense");
    expect(&seen, "root/private/var/log/install.log", "install_log", EVIDENCE_READ, "");
}

/* A source that gives its bytes in views of a chosen length. */
struct trickle {
    struct source source;
    struct slice rest;
    size_t step;
};

static bool fill_trickle(struct source *s, struct slice *ret_view, struct error *err) {
    (void)err;
    struct trickle *t = (struct trickle *)s;
    *ret_view = slice_sub(t->rest, 0, t->step);
    t->rest = slice_from(t->rest, t->step);
    return true;
}

static void gunzip_takes_its_input_in_any_pieces(void **state) {
    (void)state;
    static uint8_t packed[65536];
    int fd = open(in_folder("install.log.0.gz"), O_RDONLY);
    ssize_t len = read(fd, packed, sizeof packed);
    close(fd);
    assert_true(len > 0);
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
    struct gunzip *g = gunzip_new(arena);
    for (size_t step = 1; step < 70; step++) {
        struct trickle t = {.source = {.fill = fill_trickle}, .rest = slice_of(packed, (size_t)len), .step = step};
        struct source *plain = gunzip_open(g, &t.source, 400);
        struct slice view = {0};
        struct error err;
        uint64_t total = 0;
        do {
            if (!source_next(plain, &view, &err))
                fail_msg("in steps of %zu: %s", step, err.text);
            total += view.len;
        } while (view.len);
        assert_int_equal(total, 256890);
    }
    gunzip_close(g);
}

/* The walk as the program does it: in a child that may do nothing but read. */
static int walk_confined(void *context, int out_fd) {
    const char *const *paths = context;
    struct seen *s = walk_with(NULL, paths, 6, NULL);
    uint64_t read = 0;
    for (size_t i = 0; i < s->n_notes; i++)
        read += s->notes[i].state == EVIDENCE_READ;
    return write(out_fd, &read, sizeof read) == (ssize_t)sizeof read ? 0 : 1;
}

static void a_confined_child_reads_all_forms(void **state) {
    (void)state;
    static char paths[6][512];
    static const char *const names[] = {"bundle.tar.gz", "bundle.tar.xz", "bundle.tar.zst", "bundle.tar.bz2", "bundle.zip", "volume"};
    const char *given[6];
    for (size_t i = 0; i < 6; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%s", folder, names[i]);
        given[i] = paths[i];
    }
    struct os_child child;
    struct error err;
    uint64_t read = 0;
    size_t len = 0;
    if (!os_child_start(&child, walk_confined, (void *)given, -1, &(struct os_limits){60, UINT64_C(1) << 30}, &err))
        fail_msg("%s", err.text);
    assert_int_equal(os_child_read(&child, &read, sizeof read, 20000, &len), OS_READ_DATA);
    assert_string_equal(os_child_wait(&child).text, "");
    assert_int_equal(read, 5 * 4 + 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_of_archive_shows_the_same_bundle),
        cmocka_unit_test(an_archive_tells_modes_and_owners),
        cmocka_unit_test(a_sysdiagnose_loses_its_top_folder),
        cmocka_unit_test(a_volume_gets_root_in_front),
        cmocka_unit_test(a_folder_is_walked_in_the_order_of_its_names),
        cmocka_unit_test(folders_around_the_evidence_are_not_shown),
        cmocka_unit_test(several_paths_are_told_apart),
        cmocka_unit_test(a_gzip_file_arrives_inflated_members_and_padding_and_all),
        cmocka_unit_test(archives_in_archives_are_read_three_deep),
        cmocka_unit_test(an_archive_in_a_folder_is_looked_into),
        cmocka_unit_test(what_is_not_wanted_is_only_listed),
        cmocka_unit_test(standard_input_is_known_by_its_content),
        cmocka_unit_test(a_single_file_is_known_by_name_or_content),
        cmocka_unit_test(utf16_is_looked_through),
        cmocka_unit_test(what_nothing_reads_is_called_by_its_name),
        cmocka_unit_test(names_in_archives_are_made_alike),
        cmocka_unit_test(a_path_that_leads_nowhere_is_missing),
        cmocka_unit_test(an_empty_folder_says_so),
        cmocka_unit_test(links_fifos_and_devices_in_a_folder_are_not_followed),
        cmocka_unit_test(what_may_not_be_read_is_a_note),
        cmocka_unit_test(a_file_that_shrinks_is_truncated),
        cmocka_unit_test(a_file_without_end_stops_at_the_limit),
        cmocka_unit_test(a_cut_archive_gives_what_came_before),
        cmocka_unit_test(a_flipped_bit_is_noticed),
        cmocka_unit_test(members_that_lead_elsewhere_are_skipped_with_the_reason),
        cmocka_unit_test(encrypted_members_are_skipped),
        cmocka_unit_test(bombs_are_stopped_and_what_came_before_stays),
        cmocka_unit_test(names_stay_the_bytes_they_are),
        cmocka_unit_test(too_many_entries_stop_the_walk),
        cmocka_unit_test(depth_is_limited_in_folders_and_not_in_names),
        cmocka_unit_test(a_refused_artefact_is_damaged_and_the_walk_goes_on),
        cmocka_unit_test(a_confined_child_reads_all_forms),
        cmocka_unit_test(gunzip_takes_its_input_in_any_pieces),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

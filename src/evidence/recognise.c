#include "evidence/recognise.h"

#include "base/buffer.h"

enum { TEXT_BYTES = 64 << 10, DIALOG_BYTES = 4096, TAR_BLOCK = 512 };

/* The checksum of a tar header (POSIX.1-1988 ustar): the sum of its bytes, its own field taken as blanks. */
static bool is_tar(struct slice head) {
    if (head.len < TAR_BLOCK)
        return false;
    uint32_t sum = 0, told = 0;
    for (size_t i = 0; i < TAR_BLOCK; i++)
        sum += i >= 148 && i < 156 ? ' ' : head.data[i];
    struct slice field = slice_trim(slice_sub(head, 148, 8));
    size_t digits = 0;
    while (digits < field.len && field.data[digits] >= '0' && field.data[digits] <= '7')
        told = told * 8 + (uint32_t)(field.data[digits++] - '0');
    return digits > 0 && told == sum;
}

bool recognise_archive(struct slice head) {
    return slice_starts_with(head, "PK\3\4") || slice_starts_with(head, "PK\5\6") || slice_starts_with(head, "PK\7\10PK\3\4") ||
           is_tar(head);
}

bool recognise_archive_name(struct slice path) {
    static const char *const suffixes[] = {".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.zst", ".tzst", ".tar.bz2", ".tbz", ".zip"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t n = strlen(suffixes[i]);
        if (path.len > n && slice_is_nocase(slice_from(path, path.len - n), suffixes[i]))
            return true;
    }
    return false;
}

struct signature {
    size_t offset;
    const char *bytes;
    size_t len;
    const char *kind, *format;
};

static const struct signature signatures[] = {
    {0, "bplist00", 8, "plist", "a binary property list"},
    {0, "BOMStore", 8, "receipt_bom", "a bill of materials"},
    {0, "\x00\x10\x00\x00\x11\x00\x00\x00", 8, "tracev3", "a tracev3 log"}, /* header chunk 0x1000, sub-tag 0x11 */
    {0, "\x99\x88\x77\x66", 4, "uuidtext", "a uuidtext string file"},
    {0, "hcsd", 4, "dsc", "a shared-cache string file"},
    {0, "\xcf\xfa\xed\xfe", 4, "executable", "a Mach-O executable"},
    {0, "\xce\xfa\xed\xfe", 4, "executable", "a Mach-O executable"},
    {0, "\xfe\xed\xfa\xce", 4, "executable", "a Mach-O executable"},
    {0, "\xca\xfe\xba\xbe\x00\x00\x00", 7, "executable", "a universal Mach-O executable"},
    {32, "NXSB", 4, "disk_image", "an APFS container"},
    {512, "EFI PART", 8, "disk_image", "a disk image with a GUID partition table"},
    {1024, "H+", 2, "disk_image", "an HFS+ volume"},
    {0, "xar!", 4, NULL, "an installer package (xar)"},
    {0, "7z\xbc\xaf\x27\x1c", 6, NULL, "a 7-Zip archive"},
    {0, "Rar!\x1a\x07", 6, NULL, "a RAR archive"},
    {0, "SQLite format 3", 16, NULL, "an SQLite database"},
    {0, "%PDF-", 5, NULL, "a PDF document"},
    {0, "\x89PNG", 4, NULL, "a picture (PNG)"},
    {0, "\xff\xd8\xff", 3, NULL, "a picture (JPEG)"},
    {0, "OggS", 4, NULL, "a sound file"},
};

static const struct signature *find_signature(struct slice head) {
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        const struct signature *s = &signatures[i];
        if (slice_equal(slice_sub(head, s->offset, s->len), slice_of(s->bytes, s->len)))
            return s;
    }
    return NULL;
}

/* DER: SEQUENCE, its length, IA5String "IM4M" (or the others of the family). */
static bool is_img4(struct slice head, const char *tag) {
    return head.len > 16 && head.data[0] == 0x30 && slice_find(slice_sub(head, 0, 16), slice_of("\x16\x04", 2)) != SLICE_NOT_FOUND &&
           slice_find_str(slice_sub(head, 0, 16), tag) != SLICE_NOT_FOUND;
}

/* Words that open the output of a command or a kind of text, the more telling first. */
struct phrase {
    const char *text, *kind, *format;
};
static const struct phrase phrases[] = {
    {"<!DOCTYPE plist", "plist", "a property list"},
    {"<plist", "plist", "a property list"},
    {"Filtering the log data using", "log_show", "the output of log show"},
    {"Thread     Type        Activity", "log_show", "the output of log show"},
    {"(process)[PID]", "log_show", "the output of log show"},
    {"\"eventMessage\"", "log_show", "the output of log show"},
    {"\"machTimestamp\"", "log_show", "the output of log show"},
    {"\"bug_type\"", "crash_report", "a crash report"},
    {"ProductVersion:", "sw_vers", "the output of sw_vers"},
    {"System Integrity Protection status:", "csrutil", "the output of csrutil"},
    {"Software Update Tool", "softwareupdate_install", "the output of softwareupdate"},
    {"startosinstall", "startosinstall", "the output of startosinstall"},
    {"idevicerestore", "host_tool", "the output of a restore tool"},
};

static const struct phrase *find_phrase(struct slice text) {
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (slice_contains(slice_sub(text, 0, DIALOG_BYTES), phrases[i].text))
            return &phrases[i];
    return NULL;
}

/* Does the text match, '0' standing for a digit? */
static bool matches_shape(struct slice s, const char *shape) {
    for (size_t i = 0; shape[i]; i++) {
        if (i >= s.len)
            return false;
        bool digit = s.data[i] >= '0' && s.data[i] <= '9';
        if (shape[i] == '0' ? !digit : s.data[i] != (uint8_t)shape[i])
            return false;
    }
    return true;
}

struct line_counts {
    size_t install, unified, dated;
};

/*
 * install.log: "2024-10-01 03:33:52-06 Mac softwareupdated[612]: ..." ; log show: a fraction and a zone of four digits follow the
 * seconds; syslog: "Oct  1 03:33:52". RTF may put control words in front.
 */
static void count_line(struct slice line, struct line_counts *c) {
    for (size_t i = 0; i + 19 <= line.len && i < 400; i++) {
        struct slice at = slice_from(line, i);
        if (matches_shape(at, "0000-00-00 00:00:00")) {
            struct slice rest = slice_from(at, 19);
            c->unified += matches_shape(rest, ".000000") ? 1 : 0;
            c->install += matches_shape(rest, "-00 ") || matches_shape(rest, "+00 ") ? 1 : 0;
            c->dated++;
            return;
        }
        if (matches_shape(at, " 00:00:00 ") || matches_shape(at, "0000-00-00T00:00:00")) {
            c->dated++;
            return;
        }
    }
}

/* UTF-16 with or without its mark: every other byte of plain text is zero. */
static struct slice narrowed(struct slice head, struct buffer *out) {
    head = slice_sub(head, 0, TEXT_BYTES);
    bool marked = slice_starts_with(head, "\xff\xfe") || slice_starts_with(head, "\xfe\xff");
    size_t zeros = 0;
    for (size_t i = 0; i < head.len && i < 512; i++)
        zeros += head.data[i] == 0;
    if (!marked && zeros < (head.len < 512 ? head.len : 512) * 2 / 5)
        return head;
    for (size_t i = marked ? 2 : 0; i < head.len; i++)
        if (head.data[i] != 0)
            buffer_add_byte(out, head.data[i]);
    return buffer_slice(out);
}

static bool is_text(struct slice s) {
    size_t odd = 0;
    for (size_t i = 0; i < s.len; i++)
        odd += s.data[i] < 9 || (s.data[i] > 13 && s.data[i] < 32 && s.data[i] != 27);
    return odd <= s.len / 200;
}

static struct recognised recognise_text(struct slice text, bool whole) {
    const struct phrase *p = find_phrase(text);
    struct line_counts counts = {0};
    struct slice rest = text, line;
    for (size_t lines = 0; lines < 200 && slice_next_line(&rest, &line); lines++)
        count_line(line, &counts);
    if (counts.unified)
        return (struct recognised){"log_show", "the output of log show"};
    if (counts.install && !(p && strcmp(p->kind, "startosinstall") != 0 && strcmp(p->kind, "host_tool") != 0))
        return (struct recognised){"install_log", "an install.log"};
    if (p)
        return (struct recognised){p->kind, p->format};
    if (counts.dated || !whole || text.len > DIALOG_BYTES)
        return (struct recognised){"agent_log", "a text log"};
    return (struct recognised){"dialog", "a short text"};
}

struct recognised recognise_content(struct slice head, bool whole) {
    if (head.len == 0)
        return (struct recognised){NULL, "an empty file"};
    const struct signature *s = find_signature(head);
    if (s)
        return (struct recognised){s->kind, s->format};
    if (is_img4(head, "IM4M"))
        return (struct recognised){"ticket", "a personalization ticket (IM4M)"};
    if (is_img4(head, "IMG4") || is_img4(head, "IM4P") || is_img4(head, "IM4R"))
        return (struct recognised){"ticket", "an Image4 file"};
    struct buffer narrow CLEANUP_BUFFER = buffer_with_limit(TEXT_BYTES);
    struct slice text = narrowed(head, &narrow);
    if (text.len == 0)
        return (struct recognised){NULL, "nothing but zero bytes"};
    if (!is_text(text))
        return (struct recognised){NULL, "a binary file of no known format"};
    return recognise_text(text, whole && head.len <= TEXT_BYTES);
}

bool recognise_is_text(struct slice head) {
    struct buffer narrow CLEANUP_BUFFER = buffer_with_limit(TEXT_BYTES);
    struct slice text = narrowed(head, &narrow);
    return !find_signature(head) && text.len > 0 && is_text(text);
}

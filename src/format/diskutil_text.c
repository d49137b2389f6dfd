#include "format/diskutil_text.h"

#include "format/columns.h"
#include "format/key_value.h"

static bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }

struct slice diskutil_device(struct slice text) {
    if (slice_starts_with(text, "/dev/"))
        text = slice_from(text, 5);
    if (!slice_starts_with(text, "disk") || text.len < 5 || !is_digit(text.data[4]))
        return (struct slice){0};
    for (size_t i = 4; i < text.len; i++)
        if (!is_digit(text.data[i]) && text.data[i] != 's')
            return (struct slice){0};
    return text;
}

struct slice diskutil_whole_disk(struct slice device) {
    device = diskutil_device(device);
    size_t end = 5;
    while (end < device.len && is_digit(device.data[end]))
        end++;
    return slice_sub(device, 0, end);
}

/* The line without the tree in front of it. */
static struct slice without_tree(struct slice line) {
    size_t i = 0;
    while (i < line.len && (line.data[i] == ' ' || line.data[i] == '|' || line.data[i] == '\t'))
        i++;
    return slice_trim(slice_from(line, i));
}

static bool heading(struct slice text, const char *mark, enum diskutil_apfs_kind kind, struct diskutil_apfs_item *item) {
    if (!slice_starts_with(text, mark))
        return false;
    struct slice rest = slice_from(text, strlen(mark)), device = {0}, uuid = {0};
    if (!slice_next_word(&rest, &device) || !diskutil_device(device).data)
        return false;
    if (!slice_next_word(&rest, &uuid))
        uuid = (struct slice){0};
    *item = (struct diskutil_apfs_item){.kind = kind, .key = device, .value = uuid};
    return true;
}

bool diskutil_apfs_list_next(struct diskutil_apfs_list *list, struct diskutil_apfs_item *ret_item) {
    struct slice line;
    while (text_lines_next(&list->lines, &line)) {
        struct slice text = without_tree(line);
        struct diskutil_apfs_item item = {.kind = DISKUTIL_FIELD};
        struct key_value kv;
        if (heading(text, "+-- Container ", DISKUTIL_CONTAINER, &item) || heading(text, "+-< Physical Store ", DISKUTIL_STORE, &item) ||
            heading(text, "+-> Volume ", DISKUTIL_VOLUME, &item)) {
            item.line = list->lines.number;
            *ret_item = item;
            return true;
        }
        if (!key_value_split(text, &kv))
            continue;
        *ret_item = (struct diskutil_apfs_item){.kind = DISKUTIL_FIELD, .key = kv.key, .value = kv.value, .line = list->lines.number};
        return true;
    }
    return false;
}

/* U+2068 FIRST STRONG ISOLATE, U+2069 POP DIRECTIONAL ISOLATE and blanks at both ends. */
static struct slice without_marks(struct slice s) {
    s = slice_trim(s);
    while (slice_starts_with(s, "\xE2\x81\xA8") || slice_starts_with(s, "\xE2\x81\xA9"))
        s = slice_trim(slice_from(s, 3));
    while (slice_ends_with(s, "\xE2\x81\xA8") || slice_ends_with(s, "\xE2\x81\xA9"))
        s = slice_trim(slice_sub(s, 0, s.len - 3));
    return s;
}

static bool disk_heading(struct slice line, struct diskutil_list_item *item) {
    struct slice note, text = slice_trim(line);
    if (!slice_starts_with(text, "/dev/disk"))
        return false;
    if (slice_ends_with(text, ":"))
        text.len--;
    struct slice device = diskutil_device(key_value_without_note(text, &note));
    if (!device.data)
        return false;
    *item = (struct diskutil_list_item){.kind = DISKUTIL_DISK, .device = device, .name = note};
    return true;
}

/* "   2:                 Apple_APFS Container disk3         494.4 GB   disk0s2": number, type up to type_end, name, size, unit, device */
static bool entry(const struct diskutil_list *list, struct slice line, struct diskutil_list_item *item) {
    struct columns c = columns_split(line);
    if (c.n < 4 || c.words[0].data[c.words[0].len - 1] != ':')
        return false;
    int64_t index = 0;
    if (!slice_to_int64(slice_sub(c.words[0], 0, c.words[0].len - 1), &index) || index < 0)
        return false;
    struct slice device = diskutil_device(c.words[c.n - 1]), number = c.words[c.n - 3];
    if (!device.data)
        return false;
    if (number.data[0] == '*' || number.data[0] == '+')
        number = slice_from(number, 1);
    size_t name_end = (size_t)(c.words[c.n - 3].data - line.data), start = (size_t)(c.words[1].data - line.data);
    size_t type_end = list->type_end > start && list->type_end <= name_end ? list->type_end : start + c.words[1].len;
    if (start >= name_end)
        return false; /* neither type nor name */
    if (type_end > name_end)
        type_end = name_end;
    *item = (struct diskutil_list_item){.kind = DISKUTIL_ENTRY,
                                        .device = device,
                                        .type = without_marks(slice_sub(line, start, type_end - start)),
                                        .name = without_marks(slice_sub(line, type_end, name_end - type_end)),
                                        .size_number = number,
                                        .size_unit = c.words[c.n - 2]};
    return true;
}

static bool backing(struct slice line, struct diskutil_list_item *item) {
    struct slice before, after, word;
    if (!slice_cut(line, "Physical Store", &before, &after) || slice_trim(before).len)
        return false;
    if (slice_starts_with(after, "s")) /* "Physical Stores disk0s2, disk1s2" of a Fusion drive: the first is the one to name */
        after = slice_from(after, 1);
    if (!slice_next_word(&after, &word))
        return false;
    if (slice_ends_with(word, ","))
        word.len--;
    *item = (struct diskutil_list_item){.kind = DISKUTIL_BACKING, .device = diskutil_device(word)};
    return item->device.data != NULL;
}

bool diskutil_list_next(struct diskutil_list *list, struct diskutil_list_item *ret_item) {
    struct slice line;
    while (text_lines_next(&list->lines, &line)) {
        struct diskutil_list_item item;
        size_t type_at = slice_starts_with(slice_trim(line), "#:") ? slice_find_str(line, "TYPE") : SLICE_NOT_FOUND;
        if (type_at != SLICE_NOT_FOUND) {
            list->type_end = type_at + 4;
            continue;
        }
        if (!disk_heading(line, &item) && !entry(list, line, &item) && !backing(line, &item))
            continue;
        item.line = list->lines.number;
        *ret_item = item;
        return true;
    }
    return false;
}

#include "report/visible_text.h"

enum { REPLACEMENT = 0xFFFD, PICTURE_OF_NUL = 0x2400, PICTURE_OF_DELETE = 0x2421 };

/* Characters that act on their neighbours or are not seen at all (Unicode 15, bidi class and Default_Ignorable_Code_Point). */
static const struct {
    uint32_t first, last;
} acting[] = {
    {0x80, 0x9F},       /* C1 controls */
    {0xAD, 0xAD},       /* soft hyphen */
    {0x061C, 0x061C},   /* Arabic letter mark */
    {0x200B, 0x200B},   /* zero width space; the joiners U+200C and U+200D belong to scripts and stay */
    {0x200E, 0x200F},   /* left-to-right and right-to-left marks */
    {0x2028, 0x202E},   /* line and paragraph separators, embeddings and overrides */
    {0x2060, 0x206F},   /* word joiner, isolates, deprecated format controls */
    {0xFDD0, 0xFDEF},   /* noncharacters */
    {0xFEFF, 0xFEFF},   /* byte order mark */
    {0xFFF9, 0xFFFB},   /* interlinear annotation */
    {0xE0000, 0xE0FFF}, /* tags, variation selectors */
};

static uint32_t visible(uint32_t cp) {
    if (cp == '\n' || cp == '\t')
        return cp;
    if (cp < 0x20)
        return PICTURE_OF_NUL + cp;
    if (cp == 0x7F)
        return PICTURE_OF_DELETE;
    if ((cp & 0xFFFE) == 0xFFFE)
        return REPLACEMENT;
    for (size_t i = 0; i < sizeof acting / sizeof *acting && acting[i].first <= cp; i++)
        if (cp <= acting[i].last)
            return REPLACEMENT;
    return cp;
}

bool visible_next(struct slice *rest, uint32_t *ret_code_point) {
    uint32_t cp = REPLACEMENT;
    if (rest->len == 0)
        return false;
    size_t n = utf8_sequence(*rest, &cp);
    *ret_code_point = n ? visible(cp) : REPLACEMENT;
    *rest = slice_from(*rest, n ? n : 1);
    return true;
}

void visible_append_line(struct buffer *out, struct slice text) {
    for (uint32_t cp; visible_next(&text, &cp);)
        utf8_append(out, cp == '\n' || cp == '\t' ? ' ' : cp);
}

struct slice visible_cut(struct slice text, size_t most) {
    if (text.len <= most)
        return text;
    while (most > 0 && (text.data[most] & 0xC0) == 0x80)
        most--;
    return slice_sub(text, 0, most);
}

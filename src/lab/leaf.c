#include "lab/leaf.h"

#include "format/img4_write.h"

enum sort { PERSONAL, GLOBAL, T2, X86, X86_GLOBAL, POLICY, RECOVERY_POLICY, CRYPTEX, SORTS };
enum { MAX_ROWS = 24, NO_CHIP = 0 };

/* '+' must be there, '-' must not, '=' must have that number; CHIP is the one that the certificate is for. */
struct row {
    const char *name;
    char must;
    uint64_t value;
};

static const struct {
    struct row manifest[MAX_ROWS], image[MAX_ROWS];
} leaves[SORTS] = {
    [PERSONAL] = {{{"BNCH", '+', 0},
                   {"BORD", '+', 0},
                   {"CEPO", '=', 1},
                   {"CHIP", '=', NO_CHIP},
                   {"CPRO", '+', 0},
                   {"CSEC", '+', 0},
                   {"ECID", '+', 0},
                   {"SDOM", '=', 1},
                   {"augs", '-', 0}},
                  {{"DGST", '+', 0}, {"EKEY", '+', 0}, {"EPRO", '+', 0}, {"ESEC", '+', 0}}},
    [GLOBAL] = {{{"BORD", '+', 0}, {"CEPO", '=', 1}, {"CHIP", '=', NO_CHIP}, {"ECID", '-', 0}, {"SDOM", '=', 1}, {"augs", '=', 1}},
                {{"DGST", '+', 0}, {"EKEY", '+', 0}}},
    [T2] = {{{"BNCH", '+', 0},
             {"BORD", '+', 0},
             {"CEPO", '=', 1},
             {"CHIP", '=', NO_CHIP},
             {"CPRO", '+', 0},
             {"CSEC", '+', 0},
             {"ECID", '+', 0},
             {"SDOM", '=', 1}},
            {{"DGST", '+', 0}, {"EPRO", '+', 0}, {"ESEC", '+', 0}}},
    [X86] = {{{"BNCH", '+', 0},
              {"BORD", '+', 0},
              {"CEPO", '=', 2},
              {"CHIP", '=', NO_CHIP},
              {"ECID", '+', 0},
              {"SDOM", '=', 1},
              {"mpro", '+', 0},
              {"msec", '+', 0},
              {"xugs", '-', 0}},
             {{"DGST", '+', 0}, {"EPRO", '+', 0}, {"ESEC", '+', 0}}},
    [X86_GLOBAL] = {{{"BORD", '+', 0},
                     {"CEPO", '=', 2},
                     {"CHIP", '=', NO_CHIP},
                     {"ECID", '-', 0},
                     {"SDOM", '=', 1},
                     {"mpro", '+', 0},
                     {"msec", '+', 0},
                     {"xugs", '=', 1}},
                    {{"DGST", '+', 0}, {"EPRO", '+', 0}, {"ESEC", '+', 0}}},
    [POLICY] = {{{"BNCH", '+', 0},
                 {"BORD", '+', 0},
                 {"CEPO", '=', 1},
                 {"CHIP", '=', NO_CHIP},
                 {"CPRO", '+', 0},
                 {"CSEC", '+', 0},
                 {"ECID", '+', 0},
                 {"SDOM", '=', 1},
                 {"lobo", '+', 0},
                 {"nsih", '+', 0}},
                {{"DGST", '+', 0}, {"DPRO", '-', 0}, {"DSEC", '-', 0}, {"EPRO", '-', 0}, {"ESEC", '-', 0}}},
    [RECOVERY_POLICY] = {{{"BNCH", '-', 0}, {"BORD", '+', 0}, {"CEPO", '=', 1}, {"CHIP", '=', NO_CHIP}, {"CPRO", '+', 0}, {"CSEC", '+', 0},
                          {"ECID", '+', 0}, {"SDOM", '=', 1}, {"lobo", '+', 0}, {"nsih", '+', 0},       {"ronh", '+', 0}, {"vuid", '+', 0},
                          {"auxi", '-', 0}, {"auxp", '-', 0}, {"lpnh", '-', 0}, {"rpnh", '-', 0},       {"sip0", '-', 0}, {"sip1", '-', 0},
                          {"sip2", '-', 0}, {"sip3", '-', 0}, {"smb0", '-', 0}, {"smb1", '-', 0},       {"smb2", '-', 0}},
                         {{"DGST", '+', 0}, {"DPRO", '-', 0}, {"DSEC", '-', 0}, {"EPRO", '-', 0}, {"ESEC", '-', 0}}},
    [CRYPTEX] = {{{"CEPO", '=', 1}, {"UDID", '+', 0}, {"cnch", '+', 0}, {"fchp", '=', NO_CHIP}, {"styp", '+', 0}, {"type", '+', 0}},
                 {{"DGST", '+', 0}}},
};

static enum sort sort_of(enum lab_kind kind, bool global, bool local_boot, uint64_t chip) {
    switch (kind) {
    case LAB_KIND_X86:
        return global ? X86_GLOBAL : X86;
    case LAB_KIND_LOCAL_POLICY:
        return local_boot ? RECOVERY_POLICY : POLICY;
    case LAB_KIND_CRYPTEX1:
        return CRYPTEX;
    case LAB_KIND_VM: /* as of Apple silicon */
        return global ? GLOBAL : PERSONAL;
    case LAB_KIND_NONE:
    case LAB_KIND_AP:
    case LAB_KINDS:
        break;
    }
    return global ? GLOBAL : chip == LAB_CHIP_T2 ? T2 : PERSONAL;
}

static size_t fill(const struct row *rows, uint64_t chip, struct img4_property *out) {
    size_t n = 0;
    for (; n < MAX_ROWS && rows[n].name; n++) {
        const char *c = rows[n].name;
        bool of_chip = strcmp(c, "CHIP") == 0 || strcmp(c, "fchp") == 0;
        out[n] = (struct img4_property){.name = img4_name_of(slice_str(c)),
                                        .type = rows[n].must == '+'   ? IMG4_PRESENT
                                                : rows[n].must == '-' ? IMG4_ABSENT
                                                                      : IMG4_INTEGER,
                                        .integer = of_chip ? chip : rows[n].value};
    }
    img4_sort(out, n);
    return n;
}

void lab_leaf_constraints(enum lab_kind kind, bool global, bool local_boot, uint64_t chip, struct buffer *out) {
    enum sort sort = sort_of(kind, global, local_boot, chip);
    struct img4_property manifest[MAX_ROWS], image[MAX_ROWS];
    struct img4_constraints c = {
        .manifest = {.properties = manifest, .n_properties = fill(leaves[sort].manifest, chip, manifest)},
        .object = {.properties = image, .n_properties = fill(leaves[sort].image, chip, image)},
    };
    img4_write_constraints(out, &c);
}

bool lab_leaf_wants(enum lab_kind kind, bool global, uint64_t chip, uint32_t image_property) {
    const struct row *rows = leaves[sort_of(kind, global, false, chip)].image;
    for (size_t i = 0; rows[i].name; i++)
        if (img4_name_of(slice_str(rows[i].name)) == image_property)
            return rows[i].must == '+';
    return false;
}

uint64_t lab_leaf_epoch(enum lab_kind kind) { return kind == LAB_KIND_X86 ? 2 : 1; }
